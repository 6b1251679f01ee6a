package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation of request bodies. */
class BodyIT {

  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final String SLACK = settingsOf(DemoProject.SLACK);

  private final TestServer server = TestServer.get();

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{'settings':1}", "\"a\nb\"", "\u0000"})
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {
          {"settings"
          {"settings":{}
          {}{}
          {} x
          {"settings":{},"settings":{}}
          {"settings":{"a":1,"a":1}}
          [1,]
          NaN
          tru
          {"settings":01}
          {/**/}
          {"a":"\\x"}
          """)
  void rejectsInvalidJson(String body) {
    server.send(put(APNS, body)).expect(400, "bad_request").detail("reason", "invalid_json");
  }

  @Test
  void rejectsEncodingsOtherThanUtf8() {
    byte[] latin1 = Json.of("{'settings':{'é':1}}").getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = Json.of("{'settings':{}}").getBytes(StandardCharsets.UTF_16);
    for (byte[] bytes :
        List.of(latin1, utf16, new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})) {
      server
          .send(admin("PUT", APNS).header("Content-Type", "application/json").body(bytes))
          .expect(400, "bad_request")
          .detail("reason", "invalid_json");
    }
    server.send(put(APNS, "\uFEFF" + Json.deviceTokens("bom"))).expect(200);
  }

  @Test
  void limitsNestingTo64Levels() {
    String deepest = "[".repeat(62) + "]".repeat(62);
    server.send(put(APNS, Json.of("{'settings':{'x':%s}}", deepest))).expect(422);
    server
        .send(put(APNS, Json.of("{'settings':{'x':[%s]}}", deepest)))
        .expect(400, "bad_request")
        .detail("reason", "invalid_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          null                         ~ body invalid_type
          []                           ~ body invalid_type
          5                            ~ body invalid_type
          "text"                       ~ body invalid_type
          {}                           ~ settings required
          {"settings":null}            ~ settings invalid_type
          {"settings":[]}              ~ settings invalid_type
          {"settings":{},"x":1}        ~ x unknown_field
          {"setings":{}}               ~ settings required, setings unknown_field
          {"settings":{},"\\ud800":1}  ~ ? invalid_format, ? unknown_field
          """)
  void validatesTopLevelFields(String body, String violations) {
    Answer answer = server.send(put(APNS, body)).expect(422, "validation_failed");

    assertEquals(violations, String.join(", ", answer.violations()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {}                             ~ device_tokens required
          {"device_tokens":null}         ~ device_tokens invalid_type
          {"device_tokens":"a"}          ~ device_tokens invalid_type
          {"device_tokens":[]}           ~ device_tokens too_few
          {"device_tokens":[1]}          ~ device_tokens[0] invalid_type
          {"device_tokens":[""]}         ~ device_tokens[0] too_short
          {"device_tokens":["a b"]}      ~ device_tokens[0] invalid_format
          {"device_tokens":["a\\u0000"]} ~ device_tokens[0] invalid_format
          {"device_tokens":["a\\u00a0b"]} ~ device_tokens[0] invalid_format
          {"device_tokens":["a\\u2028"]} ~ device_tokens[0] invalid_format
          {"device_tokens":["\\ud83d"]}  ~ device_tokens[0] invalid_format
          {"device_tokens":["a","","b c"],"x":1} \
          ~ device_tokens[1] too_short, device_tokens[2] invalid_format, x unknown_field
          {"device_tokens":["a"],"slack_user_id":"U1"} ~ slack_user_id wrong_provider
          {"slack_channel_id":"C1"} ~ device_tokens required, slack_channel_id wrong_provider
          """)
  void listsAllViolationsOfDeviceTokenSettings(String settings, String violations) {
    Answer answer = server.send(put(APNS, Json.of("{'settings':%s}", settings)));

    answer.expect(422, "validation_failed");
    assertEquals(
        violations, String.join(", ", answer.violations()).replace("settings.", ""), answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {}                      ~ settings required
          {"slack_user_id":null}  ~ slack_user_id invalid_type
          {"slack_user_id":""}    ~ slack_user_id too_short
          {"slack_user_id":"a b","slack_channel_id":7} \
          ~ slack_channel_id invalid_type, slack_user_id invalid_format
          {"device_tokens":["a"]} ~ settings required, device_tokens wrong_provider
          """)
  void listsAllViolationsOfSlackSettings(String settings, String violations) {
    Answer answer = server.send(put(SLACK, Json.of("{'settings':%s}", settings)));

    answer.expect(422, "validation_failed");
    List<String> sorted =
        answer.violations().stream().map(v -> v.replace("settings.", "")).sorted().toList();
    assertEquals(List.of(violations.split(", ")).stream().sorted().toList(), sorted, answer.body());
  }

  @Test
  void namesTheProviderOfTheChannel() {
    Answer answer = server.send(put(SLACK, Json.deviceTokens("a"))).expect(422);

    assertTrue(answer.body().contains("the provider of this channel is slack"), answer.body());
  }

  @Test
  void limitsLengthAndNumberOfTokens() {
    server.send(put(APNS, Json.deviceTokens(numbered(100)))).expect(200);
    Answer many = server.send(put(APNS, Json.deviceTokens(numbered(101)))).expect(422);
    assertEquals(List.of("settings.device_tokens too_many"), many.violations());

    String longest = "\uD83D\uDCF1".repeat(4096);
    Answer stored = server.send(put(APNS, Json.deviceTokens(longest))).expect(200);
    assertEquals(longest, stored.json().at("/settings/device_tokens/0").asText());
    assertEquals(stored.body(), server.send(admin("GET", APNS)).body());
    Answer tooLong = server.send(put(APNS, Json.deviceTokens(longest + "a"))).expect(422);
    assertEquals(List.of("settings.device_tokens[0] too_long"), tooLong.violations());
  }

  @Test
  void listsAtMost100Violations() {
    String bad = Json.array(Collections.nCopies(100, "a b"));
    String changes = Json.of("{'device_tokens':{'add':%s,'remove':%s}}", bad, bad);

    Answer answer = server.send(admin("PATCH", APNS).json(changes)).expect(422);

    assertEquals(100, answer.violations().size());
    assertEquals("device_tokens.add[99] invalid_format", answer.violations().get(99));
    assertEquals("More than 100 fields are invalid.", answer.error().path("message").asText());
  }

  @Test
  void acceptsTokensWithAnyPrintableCharacter() {
    String odd = "<\"'&%$;:/@+|`{}[]^~日本語é\uD83D\uDE00\u200D\u00AD-_.";
    Answer written = server.send(put(APNS, Json.deviceTokens(odd))).expect(200);

    assertEquals(written.body(), server.send(admin("GET", APNS)).body());
    assertTrue(
        written.json().at("/settings/device_tokens/0").asText().contains("日本語é\uD83D\uDE00"));
  }

  @Test
  void rejectsSettingsForProvidersWithoutSettings() {
    Projects projects = new Projects(BundledSpec.load());
    Projects.Tenant tenant = projects.create("no settings");
    projects.user(tenant, "u");
    for (String provider : List.of("smtp", "twilio", "in_app")) {
      String path = settingsOf("u", projects.channel(tenant, provider));
      Answer answer =
          server.send(tenant.put(path, Json.deviceTokens("a"))).expect(422, "validation_failed");
      assertEquals(List.of("settings not_supported"), answer.violations());
      assertTrue(answer.body().contains(provider), answer.body());
      server.send(tenant.request("GET", path)).expect(404).detail("resource", "channel_settings");
      server
          .send(tenant.request("DELETE", path))
          .expect(404)
          .detail("resource", "channel_settings");
    }
  }

  @Test
  void errorsDoNotEchoTheRequest() {
    String token = "very secret token";
    List<String> bodies =
        List.of(
            Json.deviceTokens(token),
            Json.of("{'settings':{'%s':1,'device_tokens':['a']}}", token),
            Json.of("{'%s':1}", token),
            Json.of("{'settings':{'device_tokens':['%s'", token),
            Json.of("{'settings': %s", token));
    for (String body : bodies) {
      Answer answer = server.send(put(APNS, body));
      assertFalse(answer.body().contains("secret"), answer.body());
    }
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "t" + i).toArray(String[]::new);
  }
}
