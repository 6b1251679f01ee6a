package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server process writes to its log, as JSON and as text. */
@Timeout(180)
class JsonLogsIT {

  private static final String TOKEN = "tok-logged-1f3870be274f6c49b3e31a0c6728957f";
  private static final String MAIL = "logged.person@example.com";

  private static Distribution distribution;

  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("logged");
  private final UUID channel = projects.channel(tenant, "apns");

  @BeforeAll
  static void unpack() {
    distribution = Distribution.unpack("logs");
  }

  /** Sends requests to a server with these settings, and returns its log after its end. */
  private String log(Map<String, String> more) {
    Map<String, String> settings = TestServer.toServe(TestServer.get().environment());
    settings.putAll(more);
    try (Child serve = distribution.run(settings, "serve")) {
      Wire wire =
          new Wire(Integer.parseInt(serve.await("Listening on 127.0.0.1 port (\\d+)").group(1)));
      String target = settingsOf(MAIL, channel);
      wire.send(tenant.put("/admin/users/" + MAIL, Json.of("{'email':'%s'}", MAIL))).expect(201);
      wire.send(tenant.put(target, Json.deviceTokens(TOKEN))).expect(200);
      wire.send(tenant.put(target, Json.deviceTokens(TOKEN + " "))).expect(422);
      wire.send(Request.of("GET", target).keys(tenant.publicKey(), "sk_" + TOKEN)).expect(401);
      wire.send(Request.of("GET", "/" + TOKEN + "?" + MAIL)).expect(404);
      wire.raw(TOKEN + " / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      wire.send(tenant.request("DELETE", "/admin/users/" + MAIL).header("x-request-id", "last"))
          .expect(204);
      serve.terminate();
      assertEquals(0, serve.exit(), serve::err);
      for (String secret : List.of(TOKEN, MAIL, tenant.publicKey(), tenant.secretKey())) {
        assertFalse(serve.err().contains(secret), serve::err);
      }
      return serve.err();
    }
  }

  private static List<JsonNode> requests(String log) throws IOException {
    List<JsonNode> requests = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : log.lines().toList()) {
      JsonNode message = json.readTree(line);
      assertEquals("notiflows", message.path("service.name").asText(), line);
      assertTrue(message.has("@timestamp") && message.has("log.level"), line);
      if (message.has("event.duration")) {
        requests.add(message);
      }
    }
    return requests;
  }

  private static String shortened(JsonNode request) {
    return request.path("http.request.method").asText()
        + " "
        + request.path("http.route").asText("-")
        + " "
        + request.path("http.response.status_code").intValue();
  }

  @Test
  void everyLineIsJsonAndEveryRequestIsALine() throws Exception {
    String log = log(Map.of("NOTIFLOWS_LOG_FORMAT", "json", "NOTIFLOWS_LOG_REQUESTS", "all"));

    List<JsonNode> requests = requests(log);
    String settings = "/admin/users/{user_id}/channel-settings/{channel_id} ";
    assertEquals(
        List.of(
            "PUT /admin/users/{user_id} 201",
            "PUT " + settings + 200,
            "PUT " + settings + 422,
            "GET " + settings + 401,
            "OTHER - 404",
            "OTHER - 404",
            "DELETE /admin/users/{user_id} 204"),
        requests.stream().map(JsonLogsIT::shortened).toList());
    JsonNode last = requests.get(requests.size() - 1);
    assertEquals("last", last.path("http.request.id").asText());
    assertEquals(tenant.id().toString(), last.path("labels.project_id").asText());
    assertTrue(last.path("event.duration").longValue() > 0, last::toString);
  }

  @Test
  void textHasTheSameAndByDefaultNoRequests() {
    String all = log(Map.of("NOTIFLOWS_LOG_REQUESTS", "all"));
    assertTrue(all.contains("INFO  RequestLog: PUT /admin/users/{user_id}: 201 in "), all);
    assertTrue(all.contains(" ms, request last, project " + tenant.id()), all);

    String none = log(Map.of());
    assertFalse(none.contains("RequestLog"), none);
  }
}
