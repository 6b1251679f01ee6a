package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Basic PUT, GET and DELETE of channel settings. */
class SeedIT {

  private static final String ULID = "01HQXYZ123456789ABCDEFGHIJ";
  private static final String APNS = settingsOf(DemoProject.APNS);

  private final TestServer server = TestServer.get();

  @BeforeEach
  void startWithoutSettings() {
    server.sql("DELETE FROM channel_settings");
  }

  @Test
  void acceptsTheExampleRequest() {
    String json =
        """
        { "settings": { "device_tokens": [ "ExampleTokenABCDEF123456789..." ] } }
        """;

    Answer answer = server.send(put(settingsOf(ULID), json)).expect(200);

    Set<String> names = new TreeSet<>();
    answer.json().fieldNames().forEachRemaining(names::add);
    assertEquals(
        Set.of("channel_id", "created_at", "provider", "settings", "updated_at", "user_id"), names);
    assertEquals(DemoProject.APNS.toString(), answer.json().path("channel_id").asText());
    assertEquals(DemoProject.USER_ID.toString(), answer.json().path("user_id").asText());
    assertEquals("apns", answer.json().path("provider").asText());
    assertEquals(
        Json.of("{'device_tokens':['ExampleTokenABCDEF123456789...']}"),
        answer.json().path("settings").toString());
    assertEquals(answer.json().path("created_at"), answer.json().path("updated_at"));
  }

  @Test
  void returnsStoredSettings() {
    Answer written = server.send(put(APNS, Json.deviceTokens("one", "two-2"))).expect(200);

    Answer read = server.send(admin("GET", APNS)).expect(200);

    assertEquals(written.body(), read.body());
    Answer head = server.send(admin("HEAD", APNS)).expect(200);
    assertEquals(String.valueOf(read.body().length()), head.headers().get("content-length"));
  }

  @Test
  void servesBothBasePaths() {
    server
        .send(put("/admin/v1" + APNS.substring("/admin".length()), Json.deviceTokens("v1")))
        .expect(200);

    Answer read = server.send(admin("GET", APNS)).expect(200);

    assertEquals("v1", read.json().at("/settings/device_tokens/0").asText());
    server.send(admin("GET", "/admin/v2" + APNS.substring(6))).expect(404, "not_found");
  }

  @Test
  void replacingKeepsCreatedAt() {
    Answer first = server.send(put(APNS, Json.deviceTokens("a"))).expect(200);
    Answer second = server.send(put(APNS, Json.deviceTokens("b"))).expect(200);

    assertEquals(first.json().path("created_at"), second.json().path("created_at"));
    assertNotEquals(first.json().path("updated_at"), second.json().path("updated_at"));
    assertEquals(Json.array("b"), second.json().at("/settings/device_tokens").toString());
    assertEquals(second.body(), server.send(admin("GET", APNS)).body());
  }

  @Test
  void identicalPutChangesNothing() {
    Answer first = server.send(put(APNS, Json.deviceTokens("a", "b"))).expect(200);

    assertEquals(first.body(), server.send(put(APNS, Json.deviceTokens("a", "b"))).body());
    assertEquals(first.body(), server.send(put(APNS, Json.deviceTokens("a", "b", "a"))).body());
    Answer other = server.send(put(APNS, Json.deviceTokens("b", "a"))).expect(200);
    assertNotEquals(first.json().path("updated_at"), other.json().path("updated_at"));
  }

  @Test
  void removesDuplicateTokens() {
    Answer answer = server.send(put(APNS, Json.deviceTokens("b", "a", "b", "c", "a"))).expect(200);

    assertEquals(Json.array("b", "a", "c"), answer.json().at("/settings/device_tokens").toString());
  }

  @Test
  void acceptsSlackDestinations() {
    String slack = settingsOf(DemoProject.SLACK);
    List<String> bodies =
        List.of(
            Json.of("{'slack_channel_id':'C0123456789'}"),
            Json.of("{'slack_user_id':'U0123456789'}"),
            Json.of("{'slack_channel_id':'C0123456789','slack_user_id':'U0123456789'}"));
    for (String settings : bodies) {
      Answer answer = server.send(put(slack, Json.of("{'settings':%s}", settings))).expect(200);
      assertEquals(settings, answer.json().path("settings").toString());
      assertEquals("slack", answer.json().path("provider").asText());
      assertEquals(answer.body(), server.send(admin("GET", slack)).body());
    }
  }

  @Test
  void secondDeleteReturns404() {
    server.send(put(APNS, Json.deviceTokens("a"))).expect(200);

    server.send(admin("DELETE", APNS).header("Content-Type", "application/json")).expect(204);
    server
        .send(admin("DELETE", APNS).header("Content-Length", "0"))
        .expect(404, "not_found")
        .detail("resource", "channel_settings")
        .detail("id", DemoProject.APNS.toString());
    server.send(admin("GET", APNS)).expect(404, "not_found").detail("resource", "channel_settings");
  }

  @Test
  void timestampsAreUtcWithMicroseconds() {
    Answer answer = server.send(put(APNS, Json.deviceTokens("a"))).expect(200);

    String created = answer.json().path("created_at").asText();
    assertTrue(created.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"), created);
    Duration age = Duration.between(Instant.parse(created), Instant.now());
    assertTrue(age.abs().compareTo(Duration.ofMinutes(1)) < 0, created);
    assertEquals(created, server.send(admin("GET", APNS)).json().path("created_at").asText());
    assertEquals("+09:00", server.query("SELECT @@global.time_zone"));
  }

  @Test
  void optionsNeedsNoCredentials() {
    Answer answer = server.send(Request.of("OPTIONS", APNS)).expect(204);

    assertEquals("DELETE, GET, HEAD, OPTIONS, PATCH, PUT", answer.headers().get("allow"));
  }
}
