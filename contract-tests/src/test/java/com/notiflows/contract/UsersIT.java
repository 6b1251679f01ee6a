package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, merging, reading and deleting users. */
class UsersIT {

  private static final String ANN = "/admin/users/ann";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("users");

  @Test
  void numbersKeepTheirSpelling() {
    String numbers =
        """
        {"a":1E+400,"b":0.12345678901234567890,"c":1.50,"d":9007199254740993,"e":-0,\
        "f":1E5,"g":[1e5,-0.0,{"x":1.0e+02}],"h":0.0000001,\
        "i":12345678901234567890123456789012345678901234567890,\
        "j":100,"k":1e-400,"l":-9223372036854775808}\
        """;
    Answer first = put("{'custom_fields':%s}", numbers).expect(201);

    Answer again = put("{'custom_fields':%s}", numbers).expect(200);
    Answer merged = put("{'custom_fields':{'z':1}}").expect(200);

    assertTrue(first.body().contains(numbers), first::body);
    assertEquals(first.body(), again.body(), "nothing has changed");
    assertEquals(first.headers().get("etag"), again.headers().get("etag"));
    String all = numbers.substring(0, numbers.length() - 1);
    assertTrue(merged.body().contains(all), merged::body);
    assertEquals(merged.body(), get().expect(200).body());
    assertTrue(server.send(tenant.request("GET", "/admin/users")).body().contains(all));
  }

  @ParameterizedTest
  @CsvSource({"1.5,1.50", "100000,1E5", "1E5,1e5", "0,-0", "0.0,-0.0", "10,1e1", "1e1,1.0e1"})
  void differentlySpelledNumbersAreDifferentValues(String before, String after) {
    Answer first = put("{'custom_fields':{'n':%s}}", before).expect(201);
    Answer second = put("{'custom_fields':{'n':%s}}", after).expect(200);

    assertTrue(second.body().contains(Json.of("'n':%s}", after)), second::body);
    assertEquals(second.body(), get().expect(200).body());
    assertNotEquals(first.headers().get("etag"), second.headers().get("etag"));
  }

  @Test
  void idempotencyKeyDistinguishesSpellingsOfNumbers() {
    Request request =
        tenant
            .put(ANN, Json.of("{'custom_fields':{'n':[1E5,-0]}}"))
            .header("Idempotency-Key", "numbers");
    Answer first = server.send(request).expect(201);

    Answer replay = server.send(request).expect(201);
    assertEquals(first.body(), replay.body());
    assertEquals("true", replay.headers().get("idempotency-replayed"));
    server
        .send(
            tenant
                .put(ANN, Json.of("{'custom_fields':{'n':[100000,-0]}}"))
                .header("Idempotency-Key", "numbers"))
        .expect(409, "conflict")
        .detail("reason", "idempotency_key_reused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost/a.png", "https://intranet/a.png", "HTTP://a.example"})
  void avatarMayBeAnyHttpUrl(String avatar) {
    put("{'avatar':'%s'}", avatar).expect(201);
  }

  @Test
  void putCreatesAndThenMerges() {
    Answer created = put("{'email':'ann@example.com','first_name':'Ann'}").expect(201);
    assertEquals("ann", created.json().path("external_id").asText());
    assertEquals(7, UUID.fromString(created.json().path("id").asText()).version());
    assertTrue(created.json().path("last_name").isNull());
    assertEquals("{}", created.json().path("custom_fields").toString());

    Answer merged = put("{'first_name':null,'last_name':'Lee','external_id':'ann'}").expect(200);
    assertEquals("ann@example.com", merged.json().path("email").asText());
    assertTrue(merged.json().path("first_name").isNull());
    assertEquals("Lee", merged.json().path("last_name").asText());
    assertEquals(created.json().path("created_at"), merged.json().path("created_at"));
    assertNotEquals(created.json().path("updated_at"), merged.json().path("updated_at"));

    assertEquals(merged.body(), put("{}").expect(200).body(), "changes nothing");
    assertEquals(merged.body(), put("{'last_name':'Lee'}").expect(200).body());
    assertEquals(merged.body(), get().expect(200).body());
  }

  @Test
  void storesAllFields() {
    String all =
        """
        {
          "email": "ann@example.com",
          "phone": "+14155552671",
          "first_name": "Ann",
          "last_name": "L\u00e9\uD83D\uDE00",
          "avatar": "https://example.com/a.png?x=1",
          "locale": "zh-Hant-TW",
          "timezone": "America/Argentina/Buenos_Aires"
        }
        """;
    JsonNode stored = put(all).expect(201).json();

    assertEquals("+14155552671", stored.path("phone").asText());
    assertEquals("L\u00e9\uD83D\uDE00", stored.path("last_name").asText());
    assertEquals("https://example.com/a.png?x=1", stored.path("avatar").asText());
    assertEquals("zh-Hant-TW", stored.path("locale").asText());
    assertEquals("America/Argentina/Buenos_Aires", stored.path("timezone").asText());
    assertEquals(stored, get().json());
  }

  @Test
  void mergesCustomFieldsAtEveryDepth() {
    put("{'custom_fields':{'a':{'b':1,'c':{'d':2}},'l':[1],'gone':true}}").expect(201);

    Answer merged =
        put(
            """
            {"custom_fields": {
              "a": {"c": {"e": 3}, "b": null},
              "l": [2],
              "gone": null,
              "n": {"x": null, "y": 1}
            }}
            """);

    assertEquals(
        Json.of("{'a':{'c':{'d':2,'e':3}},'l':[2],'n':{'y':1}}"),
        merged.expect(200).json().path("custom_fields").toString());
    assertEquals("{}", put("{'custom_fields':null}").json().path("custom_fields").toString());
  }

  @Test
  void storesAndMergesPreferences() {
    assertEquals("{}", put("{}").expect(201).json().path("preferences").toString());
    String first = Json.of("{'news':{'email':false,'push':1.50},'quiet':[22,7]}");
    Answer stored = put("{'preferences':%s}", first).expect(200);
    assertTrue(stored.body().contains(Json.of("'preferences':%s,", first)), stored::body);
    assertEquals(stored.body(), get().expect(200).body());
    assertEquals(stored.body(), put("{'preferences':%s}", first).expect(200).body());

    Answer merged = put("{'preferences':{'news':{'push':null},'quiet':[0]}}").expect(200);
    assertEquals(
        Json.of("{'news':{'email':false},'quiet':[0]}"),
        merged.json().path("preferences").toString());
    assertNotEquals(stored.json().path("updated_at"), merged.json().path("updated_at"));
    assertEquals("{}", merged.json().path("custom_fields").toString());
    JsonNode page = server.send(tenant.request("GET", "/admin/v1/users")).expect(200).json();
    assertEquals(merged.json(), page.at("/items/0"));

    assertEquals("{}", put("{'preferences':null}").json().path("preferences").toString());
  }

  @Test
  void limitsTheSizeOfMergedPreferences() {
    String half = "x".repeat(40_000);
    put("{'preferences':{'a':'%s'}}", half).expect(201);

    String both = Json.of("{'b':'%s'}", half);
    assertEquals(
        List.of("preferences too_long"), put("{'preferences':%s}", both).expect(422).violations());
    put("{'custom_fields':%s}", both).expect(200);
    assertEquals(
        List.of("custom_fields too_long", "preferences too_long"),
        put("{'custom_fields':{'a':'%s'},'preferences':%s}", half, both).expect(422).violations());
  }

  @ParameterizedTest
  @CsvSource({
    "email, a@mail.internal",
    "email, a@printer.local",
    "email, a@b.test",
    "email, root@localhost",
    "email, a@example.newer-than-this-server",
    "email, \u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a",
    "phone, +5215512345678",
    "phone, +22997123456",
    "phone, +861441234567890",
    "phone, +12",
    "phone, +123456789012345",
    "locale, und",
    "locale, und-Latn",
    "locale, x-pirate",
    "locale, i-enochian",
    "locale, I-ENOCHIAN",
    "locale, en-GB-oed",
    "locale, zh-min-nan",
    "locale, sgn-BE-FR",
    "locale, de-DE-u-co-phonebk-x-goethe",
    "timezone, America/Coyhaique",
    "timezone, EST",
    "timezone, HST",
    "timezone, ROC",
    "timezone, GMT+0",
    "timezone, Factory",
    "avatar, https://my_host/a.png"
  })
  void acceptsUncommonValues(String field, String value) {
    Answer stored = put("{'%s':'%s'}", field, value).expect(201);

    assertEquals(value, stored.json().path(field).asText());
    assertEquals(stored.body(), get().expect(200).body());
  }

  @Test
  void limitsTheSizeOfMergedCustomFields() {
    String half = "x".repeat(40_000);
    Answer first = put("{'custom_fields':{'a':'%s'}}", half).expect(201);

    Answer refused = put("{'first_name':'Ann','custom_fields':{'b':'%s'}}", half);

    assertEquals(List.of("custom_fields too_long"), refused.expect(422).violations());
    assertEquals(first.body(), get().body(), "nothing is changed");
    put("{'custom_fields':{'a':null,'b':'%s'}}", half).expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {"email":"no"}                   ~ email invalid_format
          {"email":""}                     ~ email too_short
          {"email":"a@b@example.com"}      ~ email invalid_format
          {"email":"a b@example.com"}      ~ email invalid_format
          {"email":"a@exa\\u0000mple.com"} ~ email invalid_format
          {"email":7}                      ~ email invalid_type
          {"phone":"4155552671"}           ~ phone invalid_format
          {"phone":"+1 415 555 2671"}      ~ phone invalid_format
          {"phone":"+1"}                   ~ phone invalid_format
          {"phone":""}                     ~ phone too_short
          {"phone":"+0123456789"}          ~ phone invalid_format
          {"phone":"+1234567890123456"}    ~ phone too_long
          {"phone":"+٤٩1234567"}           ~ phone invalid_format
          {"locale":"en_US"}               ~ locale invalid_format
          {"locale":""}                    ~ locale too_short
          {"locale":"en-a"}                ~ locale invalid_format
          {"locale":"i-pirate"}            ~ locale invalid_format
          {"timezone":"SystemV/EST5"}      ~ timezone invalid_format
          {"timezone":"europe/berlin"}     ~ timezone invalid_format
          {"preferences":[]}               ~ preferences invalid_type
          {"preferences":"all"}            ~ preferences invalid_type
          {"timezone":"Mars/Olympus"}      ~ timezone invalid_format
          {"timezone":"+02:00"}            ~ timezone invalid_format
          {"avatar":"ftp://example.com/a"} ~ avatar invalid_format
          {"avatar":"javascript:alert(1)"} ~ avatar invalid_format
          {"avatar":"https://"}            ~ avatar invalid_format
          {"first_name":""}                ~ first_name too_short
          {"custom_fields":[]}             ~ custom_fields invalid_type
          {"nickname":"x"}                 ~ nickname unknown_field
          {"external_id":"bob"}            ~ external_id invalid_value
          {"channel_settings":[{}]} \
          ~ channel_settings[0].channel_id required, channel_settings[0].settings required
          {"channel_settings":[{"channel_id":"x","settings":{}}]} \
          ~ channel_settings[0].channel_id invalid_format
          {"channel_settings":\
          [{"channel_id":"00000000-0000-0000-0000-000000000001","settings":{}}]} \
          ~ channel_settings[0].channel_id invalid_value
          """)
  void listsViolations(String body, String violations) {
    Answer answer = put(body).expect(422, "validation_failed");

    assertEquals(
        List.of(violations.split(", ")).stream().sorted().toList(),
        answer.violations().stream().sorted().toList(),
        answer.body());
    get().expect(404).detail("resource", "user");
  }

  @Test
  void storesUserAndSettingsAtomically() {
    UUID apns = projects.channel(tenant, "apns");
    UUID slack = projects.channel(tenant, "slack");
    String bad =
        withSettings(
            entry(apns, "{'device_tokens':['t']}"),
            entry(slack, "{'device_tokens':[]}"),
            entry(apns, "{'device_tokens':[]}"));
    assertEquals(
        List.of(
            "channel_settings[1].settings.device_tokens wrong_provider",
            "channel_settings[1].settings required",
            "channel_settings[2].settings.device_tokens too_few",
            "channel_settings[2].channel_id invalid_value"),
        put(bad).expect(422).violations());
    get().expect(404);

    String good =
        withSettings(
            entry(apns, "{'device_tokens':['t','t']}"), entry(slack, "{'slack_user_id':'U1'}"));
    Answer created = put(good).expect(201);
    assertEquals(2, created.json().path("channel_settings").size());
    assertEquals(created.body(), get().expect(200).body());
    assertEquals(created.body(), put(good).expect(200).body());
    Answer one = server.send(tenant.request("GET", settingsOf("ann", apns))).expect(200);
    assertEquals(Json.of("{'device_tokens':['t']}"), one.json().path("settings").toString());
    Answer list = server.send(tenant.request("GET", ANN + "/channel-settings")).expect(200);
    assertEquals(2, list.json().path("items").size());
    assertTrue(list.body().contains(one.body()), list.body());
  }

  @Test
  void deletingAUserDeletesTheirSettings() {
    UUID apns = projects.channel(tenant, "apns");
    put(withSettings(entry(apns, "{'device_tokens':['t']}"))).expect(201);

    server.send(tenant.request("DELETE", ANN)).expect(204);

    server
        .send(tenant.request("DELETE", ANN))
        .expect(404)
        .detail("resource", "user")
        .detail("id", "ann");
    get().expect(404);
    server
        .send(tenant.request("GET", settingsOf("ann", apns)))
        .expect(404)
        .detail("resource", "user");
    String again = put("{}").expect(201).json().path("channel_settings").toString();
    assertEquals("[]", again);
  }

  @Test
  void concurrentPutsCreateOneUserAndMergeAllFields() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int n = i;
        answers.add(threads.submit(() -> put("{'custom_fields':{'k%d':%d}}", n, n)));
      }
      int created = 0;
      for (Future<Answer> answer : answers) {
        created += answer.get().status() == 201 ? 1 : 0;
        assertTrue(answer.get().status() < 300, answer.get().body());
      }
      assertEquals(1, created);
      assertEquals(64, get().json().path("custom_fields").size(), "no field is lost");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void usersAreIsolatedPerProject() {
    put("{}").expect(201);
    Projects.Tenant other = projects.create("others");

    server.send(other.request("GET", ANN)).expect(404);
    server.send(other.request("DELETE", ANN)).expect(404);
    server.send(other.put(ANN, Json.of("{'email':'x@example.com'}"))).expect(201);
    assertTrue(get().json().path("email").isNull());
    UUID foreign = projects.channel(other, "apns");
    put(withSettings(entry(foreign, "{'device_tokens':['t']}"))).expect(422);
    assertEquals(
        0, server.send(tenant.request("GET", "/admin/channels")).json().path("items").size());
    server.send(tenant.request("GET", "/admin/channels/" + foreign)).expect(404);
  }

  @Test
  void listsAndReadsChannels() {
    UUID apns = projects.channel(tenant, "apns");
    UUID smtp = projects.channel(tenant, "smtp");

    JsonNode list = server.send(tenant.request("GET", "/admin/v1/channels")).expect(200).json();

    assertEquals(List.of(apns.toString(), smtp.toString()), list.findValuesAsText("id"));
    JsonNode one = server.send(tenant.request("GET", "/admin/channels/" + smtp)).expect(200).json();
    assertEquals(list.path("items").get(1), one);
    assertEquals("email smtp", one.path("type").asText() + " " + one.path("provider").asText());
  }

  private Answer put(String template, Object... values) {
    return server.send(tenant.put(ANN, Json.of(template, values)));
  }

  private Answer get() {
    return server.send(tenant.request("GET", ANN));
  }

  private static String entry(UUID channel, String settings) {
    return "{'channel_id':'" + channel + "','settings':" + settings + "}";
  }

  private static String withSettings(String... entries) {
    return "{'channel_settings':[" + String.join(",", entries) + "]}";
  }
}
