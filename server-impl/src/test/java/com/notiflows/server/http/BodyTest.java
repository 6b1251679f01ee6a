package com.notiflows.server.http;

import static com.notiflows.server.http.Call.put;
import static com.notiflows.server.http.Call.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.testing.World;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Validation of request bodies: syntax, size, schema and settings. */
class BodyTest {

  private static final String APNS = settingsOf(World.APNS);
  private static final String SLACK = settingsOf(World.SLACK);
  private static final String GOOD =
      """
      {"settings":{"device_tokens":["t"]}}""";
  private static final String EMPTY =
      """
      {"settings":{}}""";
  private static final String NOT_JSON = "{'reason':'invalid_json'}";

  private final World world = new World();
  private final Api api = new Api(world);

  @AfterEach
  void stop() {
    api.close();
  }

  static Stream<String> invalidJson() {
    Stream<String> blankOrSeveralLines =
        Stream.of(
            "",
            " \r\n\t",
            "\uFEFF",
            """
            {"settings":"HUSH
            HUSH"}""");
    Stream<String> oneLine =
        """
        {
        [1,]
        {"settings":{"device_tokens":["HUSH"]}
        {"settings":{"device_tokens":["HUSH"]}} x
        {"settings":{}}{}
        {"settings":{"device_tokens":["HUSH"]},"settings":{}}
        {"settings":{"device_tokens":["HUSH"],"device_tokens":["HUSH"]}}
        {'settings':{}}
        {settings:{}}
        {"settings":NaN}
        {"settings":01}
        /* HUSH */{"settings":{}}
        {"settings":"\\xHUSH"}
        HUSH
        \uFEFF\uFEFF{"settings":{}}
        """
            .lines();
    return Stream.concat(blankOrSeveralLines, oneLine);
  }

  @ParameterizedTest
  @MethodSource("invalidJson")
  void rejectsInvalidJson(String body) {
    Reply reply = api.send(put(APNS, body)).expect(400, "bad_request", NOT_JSON);

    assertFalse(reply.body().contains("HUSH"), reply.body());
  }

  @Test
  void rejectsInvalidUtf8() {
    byte[] latin1 = GOOD.replace("[\"t\"]", "[\"\u00fc\"]").getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = GOOD.getBytes(StandardCharsets.UTF_16);

    api.send(Call.of("PUT", APNS).body(latin1)).expect(400, "bad_request", NOT_JSON);
    api.send(Call.of("PUT", APNS).body(utf16)).expect(400, "bad_request", NOT_JSON);
  }

  @Test
  void ignoresAByteOrderMark() {
    api.send(put(APNS, "\uFEFF" + GOOD)).expect(200);
  }

  @Test
  void rejectsMoreThan64LevelsOfNesting() {
    String deepest = nested(63);
    String tooDeep = nested(64);

    assertEquals(
        List.of("settings required", "x unknown_field"),
        api.send(put(APNS, deepest)).expect(422).violations().stream().sorted().toList());
    api.send(put(APNS, tooDeep)).expect(400, "bad_request", NOT_JSON);
  }

  private static String nested(int arrays) {
    return """
        {"x":%s%s}"""
        .formatted("[".repeat(arrays), "]".repeat(arrays));
  }

  @Test
  void rejectsABodyOverTheSizeLimit() {
    int limit = World.SPEC.limits().bodyBytes();
    String whole = GOOD + " ".repeat(limit - GOOD.length());

    assertEquals(1_048_576, limit);
    api.send(put(APNS, whole)).expect(200);
    api.send(put(APNS, whole + " ")).expect(413, "payload_too_large", "{'limit':1048576}");
    String notJson = "x".repeat(limit + 1);
    api.send(put(APNS, notJson)).expect(413, "payload_too_large", "{'limit':1048576}");
  }

  @Test
  void validatesTheSchemaOfTheBody() {
    assertViolations("null", "body invalid_type");
    assertViolations("[]", "body invalid_type");
    assertViolations("7", "body invalid_type");
    assertViolations("{}", "settings required");
    assertViolations(
        """
        {"settings":null}""",
        "settings invalid_type");
    assertViolations(
        """
        {"settings":["HUSH"]}""",
        "settings invalid_type");
    assertViolations(
        """
        {"settings":{},"more":"HUSH","sk_HUSH":1}""",
        "? unknown_field",
        "more unknown_field");
    assertViolations(
        """
        {"settings":{"device_tokens":["\\ud800"]}}""",
        "settings.device_tokens[0] invalid_format");
  }

  @Test
  void validatesTheSchemaOfTheBodyBeforeTheUser() {
    String nobody = "/admin/users/nobody/channel-settings/" + World.APNS;

    api.send(put(nobody, "{}")).expect(422);
    api.send(put(nobody, EMPTY)).expect(404);
  }

  @Test
  void reportsEveryViolationOfSettings() {
    assertViolations(EMPTY, "settings.device_tokens required");
    assertViolations(deviceTokens(""), "settings.device_tokens too_few");
    assertViolations(
        """
        {"settings":{"device_tokens":["",7,"a HUSH","ok","%s"]}}"""
            .formatted("x".repeat(4097)),
        "settings.device_tokens[0] too_short",
        "settings.device_tokens[1] invalid_type",
        "settings.device_tokens[2] invalid_format",
        "settings.device_tokens[4] too_long");
    assertEquals(List.of(), world.mappers().stored());
  }

  @Test
  void reportsSettingsOfAnotherProvider() {
    assertViolations(
        """
        {"settings":{"slack_user_id":"HUSH"}}""",
        "settings.device_tokens required",
        "settings.slack_user_id wrong_provider");
    Reply slack = api.send(put(SLACK, GOOD)).expect(422);
    assertTrue(slack.violations().contains("settings.device_tokens wrong_provider"), slack.body());
    Reply empty = api.send(put(SLACK, EMPTY)).expect(422);
    assertEquals(List.of("settings required"), empty.violations());
  }

  @Test
  void listsTheFirst100Violations() {
    String tokens = emptyTokens(100);
    Reply all = api.send(put(APNS, deviceTokens(tokens)));
    Reply more =
        api.send(
            put(
                APNS,
                """
                {"settings":{"z":0,"device_tokens":[%s],"a":0}}"""
                    .formatted(tokens)));

    assertEquals("100 fields are invalid.", message(all));
    assertEquals(100, all.violations().size());
    assertEquals("More than 100 fields are invalid.", message(more));
    assertEquals(100, more.violations().size());
    assertEquals("settings.z unknown_field", more.violations().get(0), "in the order of the body");
  }

  private static String deviceTokens(String entries) {
    return """
        {"settings":{"device_tokens":[%s]}}"""
        .formatted(entries);
  }

  private static String emptyTokens(int count) {
    return String.join(",", Collections.nCopies(count, "\"\""));
  }

  private static String message(Reply reply) {
    return reply.expect(422).error().path("message").asText();
  }

  @Test
  void reportsATooLongListOnceAndNotItsEntries() {
    assertViolations(
        """
        {"settings":{"device_tokens":[%s],"more":1}}"""
            .formatted(emptyTokens(151)),
        "settings.device_tokens too_many",
        "settings.more unknown_field");
  }

  private void assertViolations(String body, String... violations) {
    Reply reply = api.send(put(APNS, body)).expect(422);
    assertEquals("validation_failed", reply.error().path("code").asText());
    assertEquals(List.of(violations), reply.violations().stream().sorted().toList());
    assertFalse(reply.body().contains("HUSH"), reply.body());
  }
}
