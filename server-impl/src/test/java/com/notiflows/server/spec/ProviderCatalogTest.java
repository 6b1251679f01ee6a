package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation of settings by each provider. */
class ProviderCatalogTest {

  private static final ProviderCatalog PROVIDERS = World.SPEC.providers();

  private static List<FieldViolation> validate(String provider, String settings) {
    return validate(provider, Provider.Kind.SETTINGS, settings);
  }

  private static List<FieldViolation> validate(
      String provider, Provider.Kind kind, String settings) {
    return PROVIDERS.validate(
        PROVIDERS.find(provider).orElseThrow(), kind, Json.of(settings), "settings", 100);
  }

  private static List<String> violations(String provider, String settings) {
    return validate(provider, settings).stream()
        .map(violation -> violation.field() + " " + violation.reason().wireName())
        .sorted()
        .toList();
  }

  private static List<String> collapsed(String provider) {
    return PROVIDERS.find(provider).orElseThrow().settings().orElseThrow().collapsedLists();
  }

  @Test
  void containsTheProvidersOfTheSpec() {
    Map<String, String> types = new TreeMap<>();
    PROVIDERS.all().forEach(provider -> types.put(provider.name(), provider.channelType()));

    assertEquals("mobile_push", types.get("apns"));
    assertEquals("mobile_push", types.get("fcm"));
    assertEquals("chat", types.get("slack"));
    assertEquals("email", types.get("smtp"));
    assertEquals("sms", types.get("twilio"));
    assertEquals("in_app", types.get("in_app"));
    assertEquals(Optional.empty(), PROVIDERS.find("APNS"));
    assertEquals(List.of("device_tokens"), collapsed("fcm"));
    assertEquals(List.of(), collapsed("slack"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "apns  | {}                                   | settings.device_tokens required",
        "fcm   | {'device_tokens':null}               | settings.device_tokens invalid_type",
        "fcm   | {'device_tokens':'t'}                | settings.device_tokens invalid_type",
        "fcm   | {'device_tokens':[]}                 | settings.device_tokens too_few",
        "fcm   | {'device_tokens':['']}               | settings.device_tokens[0] too_short",
        "fcm   | {'device_tokens':['a',5]}            | settings.device_tokens[1] invalid_type",
        "fcm   | {'device_tokens':['a b']}            | settings.device_tokens[0] invalid_format",
        "fcm   | {'device_tokens':['\\ud800']}        | settings.device_tokens[0] invalid_format",
        "fcm   | {'device_tokens':['a'],'more':1}     | settings.more unknown_field",
        "fcm   | {'device_tokens':['a'],'slack_user_id':'U'} "
            + "| settings.slack_user_id wrong_provider",
        "slack | {}                                   | settings required",
        "slack | {'slack_user_id':''}                 | settings.slack_user_id too_short",
        "slack | {'slack_user_id':null}               | settings.slack_user_id invalid_type",
        "slack | {'slack_user_id':'U 1'}              | settings.slack_user_id invalid_format",
        "slack | {'slack_user_id':'U','device_tokens':['a']} "
            + "| settings.device_tokens wrong_provider",
        "smtp  | {}                                   | settings not_supported",
        "in_app| {'device_tokens':['a'],'x':'a b'}    | settings not_supported"
      })
  void reportsViolations(String provider, String settings, String violation) {
    assertEquals(List.of(violation), violations(provider, settings));
  }

  @Test
  void acceptsTokensInAnyFormat() {
    String hundred = "'t',".repeat(99) + "'u'";

    assertEquals(
        List.of(), violations("apns", "{'device_tokens':['ExampleTokenABCDEF123456789...']}"));
    assertEquals(
        List.of(), violations("apns", "{'device_tokens':['" + "\uD83D\uDE00".repeat(4096) + "']}"));
    assertEquals(List.of(), violations("fcm", "{'device_tokens':[" + hundred + "]}"));
    assertEquals(
        List.of(), violations("fcm", "{'device_tokens':['\u00fc','<>&\\u200d','a\\u0300']}"));
    assertEquals(
        List.of("settings.device_tokens[0] too_long"),
        violations("apns", "{'device_tokens':['" + "x".repeat(4097) + "']}"));
    assertEquals(
        List.of("settings.device_tokens too_many"),
        violations("fcm", "{'device_tokens':[" + hundred + ",'v']}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000", "000a", "000d", "0020", "007f", "0085", "009f", "00a0", "1680", "2000", "200a",
        "2028", "2029", "202f", "205f", "3000"
      })
  void rejectsControlCharactersAndSpaces(String point) {
    for (String token : List.of("\\u" + point, "a\\u" + point, "\\u" + point + "a")) {
      assertEquals(
          List.of("settings.device_tokens[0] invalid_format"),
          violations("apns", "{'device_tokens':['" + token + "']}"));
    }
  }

  @Test
  void messagesNameTheProviderButNoValue() {
    List<FieldViolation> found =
        validate("apns", "{'slack_user_id':'HUSH','device_tokens':['HU SH']}");

    assertEquals(2, found.size());
    assertTrue(found.stream().noneMatch(v -> v.toString().contains("HU")), found::toString);
    assertTrue(
        found.stream().anyMatch(v -> v.message().endsWith("the provider of this channel is apns")),
        found::toString);
    assertEquals(
        "is not supported: channels of the provider twilio take no settings",
        validate("twilio", "{}").get(0).message());
    assertEquals(
        "is not supported: channels of the provider apns take no subscriptions",
        validate("apns", Provider.Kind.SUBSCRIPTIONS, "{}").get(0).message());
  }

  @Test
  void distinguishesSettingsAndSubscriptions() {
    String browser =
        """
        {
          "endpoint": "https://push.example.com/1",
          "auth": "tBHItJI5svbpez7KI4CCXg",
          "p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"
        }
        """;

    assertEquals(List.of(), validate("web_push", Provider.Kind.SUBSCRIPTIONS, browser));
    assertEquals(List.of("settings not_supported"), violations("web_push", browser));
    assertEquals(
        List.of(
            "settings.auth wrong_provider",
            "settings.device_tokens required",
            "settings.endpoint wrong_provider",
            "settings.p256dh wrong_provider"),
        violations("fcm", browser));
  }

  @Test
  void describesThePhoneNumberAndAvatarFormats() {
    String phone = "must be a phone number in E.164 format, such as +14155552671";
    SchemaCheck user =
        World.SPEC
            .match("/admin/users/u")
            .flatMap(match -> match.route().operation("PUT"))
            .flatMap(Operation::body)
            .orElseThrow();

    assertEquals(
        List.of(phone),
        validate("whatsapp", Provider.Kind.SETTINGS, "{'whatsapp_phone_number':'415 555'}").stream()
            .map(FieldViolation::message)
            .toList());
    assertEquals(
        List.of(phone, "must be an http or https URL"),
        user.violations(Json.of("{'phone':'415 555','avatar':'ftp://example.com'}"), "").stream()
            .map(FieldViolation::message)
            .sorted()
            .toList());
  }
}
