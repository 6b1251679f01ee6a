package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata of devices: stored with PATCH, returned with {@code include=devices}. */
class DevicesIT {

  private static final String ALL =
      "{'device_token':'t1','platform':'ios','app_id':'com.example.shop','environment':'sandbox',"
          + "'app_version':'4.12.0','locale':'en-US','timezone':'Europe/Berlin','installation_id':'i1'}";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("devices");
  private final UUID apns = projects.channel(tenant, "apns");
  private final String path = settingsOf("ann", apns);

  @BeforeEach
  void createUser() {
    projects.user(tenant, "ann");
  }

  private Answer register(String... devices) {
    return patch("{'devices':[" + String.join(",", devices) + "]}");
  }

  private Answer patch(String body) {
    return server.send(tenant.request("PATCH", path).json(Json.of(body)));
  }

  private Answer put(String... tokens) {
    return server.send(tenant.put(path, Json.deviceTokens(tokens))).expect(200);
  }

  private JsonNode devices() {
    return server
        .send(tenant.request("GET", path + "?include=devices"))
        .expect(200)
        .json()
        .path("devices");
  }

  private static List<String> tokens(JsonNode devices) {
    List<String> tokens = new ArrayList<>();
    devices.forEach(device -> tokens.add(device.path("device_token").asText()));
    return tokens;
  }

  private static String metadata(JsonNode device) {
    ObjectNode metadata = device.deepCopy();
    metadata.remove(List.of("device_token", "first_seen_at", "last_seen_at"));
    return metadata.toString().replace('"', '\'');
  }

  @Test
  void devicesMatchTheTokensDuringConcurrentWrites() throws Exception {
    put("zero");
    Concurrently.run(
        4,
        i -> {
          for (int round = 0; round < 60; round++) {
            if (i == 0) {
              put(round % 2 == 0 ? "one" : "two", "more-" + round);
            }
            JsonNode read =
                server.send(tenant.request("GET", path + "?include=devices")).expect(200).json();
            List<String> listed = new ArrayList<>();
            read.at("/settings/device_tokens").forEach(token -> listed.add(token.asText()));
            assertEquals(listed, tokens(read.path("devices")));
          }
          return i;
        });
  }

  @Test
  void rejectsDuplicateDevices() {
    assertEquals(
        List.of(
            "devices[1].device_token invalid_value", "devices[2].installation_id invalid_value"),
        register(
                "{'device_token':'t1','installation_id':'i1'}",
                "{'device_token':'t1','platform':'ios'}",
                "{'device_token':'t2','installation_id':'i1'}")
            .expect(422)
            .violations());
  }

  @Test
  void returnsRegisteredMetadata() {
    Answer registered = register(ALL, "{'device_token':'t2'}").expect(200);

    assertEquals(
        Json.array("t1", "t2"), registered.json().at("/settings/device_tokens").toString());
    assertTrue(registered.json().path("devices").isMissingNode(), "only on request");
    JsonNode devices = devices();
    assertEquals(List.of("t1", "t2"), tokens(devices));
    for (String field : ALL.substring(1, ALL.length() - 1).split(",(?=')")) {
      assertTrue(("," + (devices.get(0) + "").replace('"', '\'')).contains(field), field);
    }
    assertEquals("{}", metadata(devices.get(1)));
    assertEquals(registered.json().path("created_at"), devices.get(0).path("first_seen_at"));
  }

  @ParameterizedTest
  @CsvSource({
    "timezone, America/Coyhaique",
    "timezone, EST",
    "timezone, GMT+0",
    "timezone, Factory",
    "locale, und-Latn",
    "locale, x-pirate",
    "locale, i-enochian"
  })
  void acceptsUncommonLocalesAndTimezones(String field, String value) {
    register("{'device_token':'t1','" + field + "':'" + value + "'}").expect(200);

    assertEquals("{'" + field + "':'" + value + "'}", metadata(devices().get(0)));
  }

  @Test
  void registrationReplacesAllMetadata() {
    register(ALL).expect(200);
    Answer before = server.send(tenant.request("GET", path));

    Answer again = register("{'device_token':'t1','app_version':'5'}").expect(200);

    assertEquals(before.body(), again.body(), "the settings are the same");
    assertEquals("{'app_version':'5'}", metadata(devices().get(0)));
    patch("{'device_tokens':{'add':['t1']}}").expect(200);
    put("t1", "t2");
    assertEquals(
        "{'app_version':'5'}",
        metadata(devices().get(0)),
        "writing only the token keeps its metadata");
    patch("{'device_tokens':{'remove':['t1']}}").expect(200);
    register("{'device_token':'t1'}").expect(200);
    assertEquals("{}", metadata(devices().get(1)), "removing a token deletes its metadata");
  }

  @Test
  void registrationUpdatesLastSeenAt() {
    put("t1", "t2");
    JsonNode first = devices();

    patch("{'device_tokens':{'add':['t1']}}").expect(200);
    JsonNode second = devices();
    assertLater(first.get(0), second.get(0));
    assertEquals(first.get(1), second.get(1), "only t1 was named");

    Answer same = put("t1", "t2");
    JsonNode third = devices();
    assertLater(second.get(0), third.get(0));
    assertLater(second.get(1), third.get(1));
    assertEquals(same.json().path("updated_at"), first.get(0).path("last_seen_at"));

    String user =
        """
        {"channel_settings": [
          {"channel_id": "%s", "settings": {"device_tokens": ["t1", "t2"]}}
        ]}
        """;
    server.send(tenant.put("/admin/users/ann", user.formatted(apns)));
    assertLater(third.get(1), devices().get(1));
    patch("{'device_tokens':{'remove':['t1']}}").expect(200);
    assertEquals(1, devices().size());
  }

  private static void assertLater(JsonNode before, JsonNode after) {
    assertEquals(before.path("first_seen_at"), after.path("first_seen_at"));
    assertTrue(
        before.path("last_seen_at").asText().compareTo(after.path("last_seen_at").asText()) < 0,
        before + " " + after);
  }

  @Test
  void aNewTokenOfAnInstallationReplacesTheOldOne() {
    register(
            "{'device_token':'t1','installation_id':'i1'}",
            "{'device_token':'t2','installation_id':'i2'}",
            "{'device_token':'t3'}")
        .expect(200);

    Answer renewed =
        register("{'device_token':'t9','installation_id':'i1','platform':'ios'}").expect(200);

    assertEquals(
        Json.array("t2", "t3", "t9"), renewed.json().at("/settings/device_tokens").toString());
    assertEquals("{'platform':'ios','installation_id':'i1'}", metadata(devices().get(2)));
    assertEquals(
        renewed.body(),
        register("{'device_token':'t9','installation_id':'i1','platform':'ios'}").body());
    register("{'device_token':'t2'}", "{'device_token':'t4','installation_id':'i2'}");
    assertEquals(
        List.of("t2", "t3", "t9", "t4"),
        tokens(devices()),
        "t2 stays because the same request names it");
  }

  @Test
  void installationCanRenewItsTokenInAFullList() {
    String[] hundred = new String[100];
    for (int i = 0; i < hundred.length; i++) {
      hundred[i] = "{'device_token':'t" + i + "','installation_id':'i" + i + "'}";
    }
    register(hundred).expect(200);

    register("{'device_token':'new','installation_id':'i7'}").expect(200);
    Answer refused = register("{'device_token':'more','installation_id':'i100'}").expect(422);

    assertEquals(List.of("device_tokens too_many"), refused.violations());
    assertEquals(100, devices().size());
  }

  @Test
  void installationIdsAreScopedToTheUser() {
    projects.user(tenant, "bob");
    register(ALL).expect(200);

    server
        .send(
            tenant
                .request("PATCH", settingsOf("bob", apns))
                .json(Json.of("{'devices':[{'device_token':'t2','installation_id':'i1'}]}")))
        .expect(200);

    assertEquals(List.of("t1"), tokens(devices()));
  }

  @Test
  void metadataDoesNotMoveWithTheToken() {
    projects.user(tenant, "bob");
    register(ALL).expect(200);
    server
        .send(
            tenant
                .request("PATCH", settingsOf("bob", apns))
                .json(Json.of("{'device_tokens':{'add':['t1']}}")))
        .expect(200);

    JsonNode device =
        server
            .send(tenant.request("GET", settingsOf("bob", apns) + "?include=devices"))
            .expect(200)
            .json()
            .at("/devices/0");

    assertEquals("{}", metadata(device), "bob doesn't see the metadata of ann");
  }

  @Test
  void etagCoversTheIncludedDevices() {
    register(ALL).expect(200);
    String plain = server.send(tenant.request("GET", path)).headers().get("etag");
    Answer full = server.send(tenant.request("GET", path + "?include=devices"));

    assertNotEquals(plain, full.headers().get("etag"));
    server
        .send(
            tenant
                .request("GET", path + "?include=devices")
                .header("If-None-Match", full.headers().get("etag")))
        .expect(304);
    patch("{'device_tokens':{'add':['t1']}}").expect(200);
    assertEquals(plain, server.send(tenant.request("GET", path)).headers().get("etag"));
  }

  @Test
  void otherProvidersHaveNoDevices() {
    UUID slack = projects.channel(tenant, "slack");
    String own = settingsOf("ann", slack);
    server.send(tenant.put(own, Json.of("{'settings':{'slack_user_id':'U1'}}"))).expect(200);

    Answer answer = server.send(tenant.request("GET", own + "?include=devices")).expect(200);

    assertTrue(answer.json().path("devices").isMissingNode(), answer::body);
    server
        .send(tenant.request("GET", own + "?include=tokens"))
        .expect(400, "bad_request")
        .detail("reason", "invalid_param")
        .detail("param", "include");
  }

  @Test
  void userApiRegistersDevices() {
    SignedIn.trustedBy(tenant.id(), server);
    String own = "/user/channels/" + apns + "/settings";
    server.send(own("PATCH", own).json(Json.of("{'devices':[" + ALL + "]}"))).expect(200);

    Answer read = server.send(own("GET", own + "?include=devices")).expect(200);

    assertEquals("sandbox", read.json().at("/devices/0/environment").asText());
  }

  private Request own(String method, String target) {
    return Request.of(method, target)
        .header("x-notiflows-api-key", tenant.publicKey())
        .header("x-notiflows-user-key", SignedIn.token("ann"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                                 | body required
          {'devices':[{}]}                   | devices[0].device_token required
          {'devices':[{'device_token':null}]} | devices[0].device_token invalid_type
          {'devices':[{'device_token':''}]}  | devices[0].device_token too_short
          {'devices':null}                   | devices invalid_type
          {'device_tokens':null}             | device_tokens invalid_type
          {'devices':[{'device_token':'t','x':1}]} | devices[0].x unknown_field
          {'devices':[{'device_token':'t','environment':'test'}]} \
          | devices[0].environment invalid_value
          {'devices':[{'device_token':'t','environment':null}]} \
          | devices[0].environment invalid_type
          {'devices':[{'device_token':'t','environment':5}]} \
          | devices[0].environment invalid_type
          {'devices':[{'device_token':'t','environment':'\\ud800'}]} \
          | devices[0].environment invalid_format
          {'devices':[{'device_token':'t','locale':null}]}   | devices[0].locale invalid_type
          {'devices':[{'device_token':'t','locale':''}]}     | devices[0].locale too_short
          {'devices':[{'device_token':'t','locale':'e'}]}    | devices[0].locale invalid_format
          {'devices':[{'device_token':'t','timezone':null}]} | devices[0].timezone invalid_type
          {'devices':[{'device_token':'t','timezone':''}]}   | devices[0].timezone too_short
          {'devices':[{'device_token':'t','timezone':'CET+1'}]} \
          | devices[0].timezone invalid_format
          {'devices':[{'device_token':'t','platform':null}]} | devices[0].platform invalid_type
          {'devices':[{'device_token':'t'}],'device_tokens':{'remove':['t']}} \
          | devices[0].device_token invalid_value
          """)
  void listsViolations(String body, String violations) {
    Answer answer = patch(body).expect(422, "validation_failed");

    assertEquals(violations, String.join(", ", answer.violations()));
  }
}
