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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may be, and every way in which it may be wrong. */
class BodyIT {

  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final String SLACK = settingsOf(DemoProject.SLACK);

  private final TestServer server = TestServer.get();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"settings\"",
        "{\"settings\":{}",
        "{}{}",
        "{} x",
        "{'settings':1}",
        "{\"settings\":{},\"settings\":{}}",
        "{\"settings\":{\"a\":1,\"a\":1}}",
        "[1,]",
        "NaN",
        "tru",
        "\"a\nb\"",
        "{\"settings\":01}",
        "{/**/}",
        "\u0000",
        "{\"a\":\"\\x\"}"
      })
  void isJsonToTheLetter(String body) {
    server.send(put(APNS, body)).expect(400, "bad_request").detail("reason", "invalid_json");
  }

  @Test
  void isUtf8() {
    byte[] latin1 = "{\"settings\":{\"é\":1}}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "{\"settings\":{}}".getBytes(StandardCharsets.UTF_16);
    for (byte[] bytes :
        List.of(latin1, utf16, new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})) {
      server
          .send(admin("PUT", APNS).header("Content-Type", "application/json").body(bytes))
          .expect(400, "bad_request")
          .detail("reason", "invalid_json");
    }
    server.send(put(APNS, "\uFEFF" + tokens("bom"))).expect(200);
  }

  @Test
  void nestsSixtyFourDeep() {
    String deepest = "[".repeat(62) + "]".repeat(62);
    server.send(put(APNS, "{\"settings\":{\"x\":" + deepest + "}}")).expect(422);
    server
        .send(put(APNS, "{\"settings\":{\"x\":[" + deepest + "]}}"))
        .expect(400, "bad_request")
        .detail("reason", "invalid_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "null ~ body invalid_type",
        "[] ~ body invalid_type",
        "5 ~ body invalid_type",
        "\"text\" ~ body invalid_type",
        "{} ~ settings required",
        "{\"settings\":null} ~ settings invalid_type",
        "{\"settings\":[]} ~ settings invalid_type",
        "{\"settings\":{},\"x\":1} ~ x unknown_field",
        "{\"setings\":{}} ~ settings required, setings unknown_field",
        "{\"settings\":{},\"\\ud800\":1} ~ ? invalid_format, ? unknown_field",
      })
  void hasTheOuterShape(String body, String violations) {
    Answer answer = server.send(put(APNS, body)).expect(422, "validation_failed");

    assertEquals(violations, String.join(", ", answer.violations()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{} ~ device_tokens required",
        "{\"device_tokens\":null} ~ device_tokens invalid_type",
        "{\"device_tokens\":\"a\"} ~ device_tokens invalid_type",
        "{\"device_tokens\":[]} ~ device_tokens too_few",
        "{\"device_tokens\":[1]} ~ device_tokens[0] invalid_type",
        "{\"device_tokens\":[\"\"]} ~ device_tokens[0] too_short",
        "{\"device_tokens\":[\"a b\"]} ~ device_tokens[0] invalid_format",
        "{\"device_tokens\":[\"a\\u0000\"]} ~ device_tokens[0] invalid_format",
        "{\"device_tokens\":[\"a\\u00a0b\"]} ~ device_tokens[0] invalid_format",
        "{\"device_tokens\":[\"a\\u2028\"]} ~ device_tokens[0] invalid_format",
        "{\"device_tokens\":[\"\\ud83d\"]} ~ device_tokens[0] invalid_format",
        "{\"device_tokens\":[\"a\",\"\",\"b c\"],\"x\":1} ~ device_tokens[1] too_short, device_tokens[2] invalid_format, x unknown_field",
        "{\"device_tokens\":[\"a\"],\"slack_user_id\":\"U1\"} ~ slack_user_id wrong_provider",
        "{\"slack_channel_id\":\"C1\"} ~ device_tokens required, slack_channel_id wrong_provider",
      })
  void listsEveryFaultOfMobilePushSettings(String settings, String violations) {
    Answer answer = server.send(put(APNS, "{\"settings\":" + settings + "}"));

    answer.expect(422, "validation_failed");
    assertEquals(
        violations, String.join(", ", answer.violations()).replace("settings.", ""), answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{} ~ settings required",
        "{\"slack_user_id\":null} ~ slack_user_id invalid_type",
        "{\"slack_user_id\":\"\"} ~ slack_user_id too_short",
        "{\"slack_user_id\":\"a b\",\"slack_channel_id\":7} ~ slack_channel_id invalid_type, slack_user_id invalid_format",
        "{\"device_tokens\":[\"a\"]} ~ settings required, device_tokens wrong_provider",
      })
  void listsEveryFaultOfSlackSettings(String settings, String violations) {
    Answer answer = server.send(put(SLACK, "{\"settings\":" + settings + "}"));

    answer.expect(422, "validation_failed");
    List<String> sorted =
        answer.violations().stream().map(v -> v.replace("settings.", "")).sorted().toList();
    assertEquals(List.of(violations.split(", ")).stream().sorted().toList(), sorted, answer.body());
  }

  @Test
  void tellsWhichProviderTheChannelHas() {
    Answer answer = server.send(put(SLACK, tokens("a"))).expect(422);

    assertTrue(answer.body().contains("the provider of this channel is slack"), answer.body());
  }

  @Test
  void boundsTokensAndTheirNumber() {
    String hundred =
        IntStream.range(0, 100).mapToObj(i -> "t" + i).collect(Collectors.joining("\",\""));
    server.send(put(APNS, tokens(hundred))).expect(200);
    Answer many = server.send(put(APNS, tokens(hundred + "\",\"more"))).expect(422);
    assertEquals(List.of("settings.device_tokens too_many"), many.violations());

    String longest = "\uD83D\uDCF1".repeat(4096);
    Answer stored = server.send(put(APNS, tokens(longest))).expect(200);
    assertEquals(longest, stored.json().at("/settings/device_tokens/0").asText());
    assertEquals(stored.body(), server.send(admin("GET", APNS)).body());
    Answer tooLong = server.send(put(APNS, tokens(longest + "a"))).expect(422);
    assertEquals(List.of("settings.device_tokens[0] too_long"), tooLong.violations());
  }

  @Test
  void listsAHundredViolationsAtTheMost() {
    String bad = "[\"a b\"" + ",\"a b\"".repeat(99) + "]";
    String changes = "{\"device_tokens\":{\"add\":" + bad + ",\"remove\":" + bad + "}}";

    Answer answer = server.send(admin("PATCH", APNS).json(changes)).expect(422);

    assertEquals(100, answer.violations().size());
    assertEquals("device_tokens.add[99] invalid_format", answer.violations().get(99));
    assertEquals(
        "The request breaks the contract in more than 100 places.",
        answer.error().path("message").asText());
  }

  @Test
  void takesTokensOfAnyLetters() {
    String odd = "<\\\"'&%$;:/@+|`{}[]^~日本語é\uD83D\uDE00\u200D\u00AD-_.";
    String json =
        "{\"settings\":{\"device_tokens\":[\""
            + odd.replace("\\", "\\\\").replace("\\\\\"", "\\\"")
            + "\"]}}";
    Answer written = server.send(put(APNS, json)).expect(200);

    assertEquals(written.body(), server.send(admin("GET", APNS)).body());
    assertTrue(
        written.json().at("/settings/device_tokens/0").asText().contains("日本語é\uD83D\uDE00"));
  }

  @Test
  void refusesSettingsWhereTheProviderTakesNone() {
    Projects projects = new Projects(BundledSpec.load());
    Projects.Tenant tenant = projects.create("no settings");
    projects.user(tenant, "u");
    for (String provider : List.of("smtp", "twilio", "in_app")) {
      String path = settingsOf("u", projects.channel(tenant, provider));
      Answer answer = server.send(tenant.put(path, tokens("a"))).expect(422, "validation_failed");
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
  void neverRepeatsWhatWasSent() {
    String token = "very secret token";
    List<String> bodies =
        List.of(
            tokens(token),
            "{\"settings\":{\"" + token + "\":1,\"device_tokens\":[\"a\"]}}",
            "{\"" + token + "\":1}",
            "{\"settings\":{\"device_tokens\":[\"" + token + "\"",
            "{\"settings\": " + token);
    for (String body : bodies) {
      Answer answer = server.send(put(APNS, body));
      assertFalse(answer.body().contains("secret"), answer.body());
    }
  }

  private static String tokens(String token) {
    return "{\"settings\":{\"device_tokens\":[\"" + token + "\"]}}";
  }
}
