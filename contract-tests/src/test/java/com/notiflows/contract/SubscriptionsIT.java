package com.notiflows.contract;

import static com.notiflows.contract.Request.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Web push subscriptions of a user. */
class SubscriptionsIT {

  private static final String KEY =
      "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM";
  private static final String AUTH = "tBHItJI5svbpez7KI4CCXg";
  private static final String FIRST = "https://push.example.com/1";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant ours = projects.create("ours");
  private final UUID webPush = projects.channel(ours, "web_push");
  private final String own = "/user/channels/" + webPush + "/subscriptions";

  SubscriptionsIT() {
    projects.user(ours, "ann");
    projects.user(ours, "bob");
    SignedIn.trustedBy(ours.id(), server);
  }

  private Request as(String user, String method, String target) {
    return of(method, target)
        .header("x-notiflows-api-key", ours.publicKey())
        .header("x-notiflows-user-key", SignedIn.token(user));
  }

  private Answer post(String user, String identifier) {
    return server.send(
        as(user, "POST", own).json(body(identifier, endpoint(user, identifier), AUTH)));
  }

  /** A different endpoint for each user and identifier. */
  private static String endpoint(String user, String identifier) {
    byte[] name = (user + " " + identifier).getBytes(StandardCharsets.UTF_8);
    return "https://push.example.com/" + UUID.nameUUIDFromBytes(name);
  }

  private static String body(String identifier, String endpoint, String auth) {
    return """
        {"identifier": "%s", "settings": {"endpoint": "%s", "p256dh": "%s", "auth": "%s"}}
        """
        .formatted(identifier, endpoint, KEY, auth);
  }

  private String ofUser(String user) {
    return "/admin/users/" + user + "/channels/" + webPush + "/subscriptions";
  }

  private static List<String> identifiers(Answer list) {
    return list.expect(200).json().findValuesAsText("identifier");
  }

  @Test
  void postCreatesAndThenUpdatesASubscription() {
    Answer first = post("ann", FIRST).expect(201);
    assertEquals(FIRST, first.json().path("identifier").asText());
    assertEquals(webPush.toString(), first.json().path("channel_id").asText());
    assertEquals(AUTH, first.json().at("/settings/auth").asText());

    Answer same = post("ann", FIRST).expect(200);
    assertEquals(first.body(), same.body(), "nothing changed");

    String other = "A".repeat(22);
    Answer changed =
        server
            .send(as("ann", "POST", own).json(body(FIRST, endpoint("ann", FIRST), other)))
            .expect(200);
    assertEquals(first.json().path("id"), changed.json().path("id"));
    assertEquals(first.json().path("created_at"), changed.json().path("created_at"));
    assertNotEquals(first.json().path("updated_at"), changed.json().path("updated_at"));
    assertEquals(other, changed.json().at("/settings/auth").asText());
    Answer list = server.send(as("ann", "GET", own)).expect(200);
    assertEquals(Json.of("{'items':[%s]}", changed.body()), list.body());
  }

  @Test
  void identifiersAreComparedByteForByte() {
    for (String identifier : List.of("a", "A", "\u00e4", "a\u0308", "x".repeat(2048))) {
      post("ann", identifier).expect(201);
    }

    assertEquals(
        List.of("a", "A", "\u00e4", "a\u0308", "x".repeat(2048)),
        identifiers(server.send(as("ann", "GET", own))),
        "oldest first");
  }

  @Test
  void subscriptionsAreSeparatePerUser() {
    Answer anns = post("ann", "shared").expect(201);
    post("bob", "shared").expect(201);
    String id = anns.json().path("id").asText();

    server
        .send(as("bob", "DELETE", own + "/" + id))
        .expect(404, "not_found")
        .detail("resource", "channel_subscription")
        .detail("id", id);
    server.send(as("ann", "DELETE", own + "/" + id)).expect(204);
    server.send(as("ann", "DELETE", own + "/" + id)).expect(404);

    assertEquals(List.of(), identifiers(server.send(as("ann", "GET", own))));
    assertEquals(List.of("shared"), identifiers(server.send(as("bob", "GET", own))));
  }

  private Request remove(String user, String identifier) {
    return as(user, "DELETE", own).json(Json.of("{'identifier':'%s'}", identifier));
  }

  @Test
  void deletesByIdentifier() {
    post("ann", "one").expect(201);
    post("ann", "One").expect(201);
    post("bob", "one").expect(201);

    server.send(remove("ann", "one")).expect(204);

    assertEquals(List.of("One"), identifiers(server.send(as("ann", "GET", own))));
    assertEquals(List.of("one"), identifiers(server.send(as("bob", "GET", own))));
    Answer second =
        server
            .send(remove("ann", "one"))
            .expect(404, "not_found")
            .detail("resource", "channel_subscription");
    assertFalse(second.body().contains(Json.of("'one'")), second::body);
    Request old = remove("ann", "One");
    String versioned = own.replace("/user/", "/user/v1/");
    server.send(new Request("DELETE", versioned, old.headers(), old.body())).expect(204);
    assertEquals(List.of(), identifiers(server.send(as("ann", "GET", own))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {}                               ~ identifier required
          {"identifier":null}              ~ identifier invalid_type
          {"identifier":""}                ~ identifier too_short
          {"identifier":"a b"}             ~ identifier invalid_format
          {"identifier":"a","settings":{}} ~ settings unknown_field
          []                               ~ body invalid_type
          """)
  void invalidDeleteBodyDeletesNothing(String json, String violations) {
    post("ann", "a").expect(201);

    Answer answer = server.send(as("ann", "DELETE", own).json(json)).expect(422);

    assertEquals(violations, String.join(", ", answer.violations()));
    server.send(as("ann", "DELETE", own)).expect(415);
    server.send(as("ann", "DELETE", own).json("")).expect(400).detail("reason", "invalid_json");
    assertEquals(List.of("a"), identifiers(server.send(as("ann", "GET", own))));
  }

  @Test
  void idempotencyKeyCoversTheIdentifier() {
    post("ann", "one").expect(201);
    post("ann", "two").expect(201);

    server.send(remove("ann", "one").header("Idempotency-Key", "k")).expect(204);

    server.send(remove("ann", "one").header("Idempotency-Key", "k")).expect(204);
    server
        .send(remove("ann", "two").header("Idempotency-Key", "k"))
        .expect(409, "conflict")
        .detail("reason", "idempotency_key_reused");
    assertEquals(List.of("two"), identifiers(server.send(as("ann", "GET", own))));
  }

  @Test
  void optionsListsTheMethods() {
    Answer options = server.send(of("OPTIONS", own)).expect(204);

    assertEquals("DELETE, GET, HEAD, OPTIONS, POST", options.headers().get("allow"));
    assertEquals(
        "DELETE, GET, HEAD, OPTIONS, POST",
        server.send(as("ann", "PUT", own)).expect(405).headers().get("allow"));
    server.send(as("ann", "HEAD", own)).expect(200);
  }

  @Test
  void acceptsTheJsonOfABrowsersPushSubscription() {
    String nested =
        """
        {
          "identifier": "a",
          "settings": {
            "endpoint": "https://push.example.com/1",
            "expirationTime": %s,
            "keys": {"p256dh": "%s", "auth": "%s"}
          }
        }
        """;
    Answer created =
        server.send(as("ann", "POST", own).json(nested.formatted("null", KEY, AUTH))).expect(201);

    assertEquals(
        Json.of("{'auth':'%s','endpoint':'https://push.example.com/1','p256dh':'%s'}", AUTH, KEY),
        created.json().path("settings").toString());
    assertEquals(
        created.body(),
        server.send(as("ann", "POST", own).json(body("a", FIRST, AUTH))).expect(200).body(),
        "the flat form is the same");
    assertEquals(
        created.body(),
        server
            .send(as("ann", "POST", own).json(nested.formatted("1795600000000.5", KEY, AUTH)))
            .expect(200)
            .body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "'keys':{'p256dh':'K','auth':'A'},'p256dh':'K','auth':'A' "
            + "~ settings.auth invalid_value, settings.p256dh invalid_value",
        "'keys':{'p256dh':'K','auth':'A'},'auth':'A' ~ settings.auth invalid_value",
        "'keys':{'p256dh':'K'},'auth':'A' ~ settings.auth invalid_value, settings.keys.auth required",
        "'keys':{} ~ settings.keys.auth required, settings.keys.p256dh required",
        "'keys':{'p256dh':'K','auth':'A','more':1} ~ settings.keys.more unknown_field",
        "'keys':{'p256dh':'x','auth':null} "
            + "~ settings.keys.auth invalid_type, settings.keys.p256dh invalid_format",
        "'keys':null ~ settings.keys invalid_type",
        "'keys':'K','p256dh':'K','auth':'A' ~ settings.keys invalid_type",
        "'p256dh':'K' ~ settings.auth required",
        "'p256dh':'K','auth':'A','expirationTime':'soon' ~ settings.expirationTime invalid_type",
        "'p256dh':'K','auth':null ~ settings.auth invalid_type"
      })
  void rejectsMixedFlatAndNestedKeys(String fields, String violations) {
    String settings = "{'endpoint':'https://push.example.com/1'," + fields.strip() + "}";
    String json =
        ("{'identifier':'a','settings':" + settings + "}")
            .replace("'K'", "'" + KEY + "'")
            .replace("'A'", "'" + AUTH + "'")
            .replace('\'', '"');

    Answer answer = server.send(as("ann", "POST", own).json(json)).expect(422, "validation_failed");

    assertEquals(violations, String.join(", ", answer.violations().stream().sorted().toList()));
  }

  @Test
  void adminApiListsAndDeletes() {
    Answer created = post("ann", "one").expect(201);
    post("ann", "two").expect(201);
    String id = created.json().path("id").asText();

    assertEquals(
        List.of("one", "two"), identifiers(server.send(ours.request("GET", ofUser("ann")))));
    server.send(ours.request("DELETE", ofUser("bob") + "/" + id)).expect(404);
    server.send(ours.request("DELETE", ofUser("ann") + "/" + id)).expect(204);
    server.send(ours.request("DELETE", ofUser("ann") + "/" + id)).expect(404);
    server.send(ours.request("DELETE", ofUser("ann") + "/no-uuid")).expect(400);
    assertEquals(List.of("two"), identifiers(server.send(as("ann", "GET", own))));
  }

  @Test
  void deletingAUserDeletesTheirSubscriptions() {
    post("ann", "one").expect(201);

    server.send(ours.request("DELETE", "/admin/users/ann")).expect(204);

    post("ann", "one").expect(404, "not_found").detail("resource", "user");
    projects.user(ours, "ann");
    assertEquals(List.of(), identifiers(server.send(as("ann", "GET", own))));
  }

  @Test
  void otherProjectsSeeNoSubscriptions() {
    String id = post("ann", "one").expect(201).json().path("id").asText();
    Projects.Tenant theirs = projects.create("theirs");
    projects.channel(theirs, "web_push", webPush);
    projects.user(theirs, "ann");

    assertEquals(List.of(), identifiers(server.send(theirs.request("GET", ofUser("ann")))));
    server.send(theirs.request("DELETE", ofUser("ann") + "/" + id)).expect(404);
    SignedIn.trustedBy(theirs.id(), server);
    server
        .send(
            of("DELETE", own)
                .header("x-notiflows-api-key", theirs.publicKey())
                .header("x-notiflows-user-key", SignedIn.token("ann"))
                .json(Json.of("{'identifier':'one'}")))
        .expect(404)
        .detail("resource", "channel_subscription");
    assertEquals(List.of("one"), identifiers(server.send(as("ann", "GET", own))));
  }

  @Test
  void limitsSubscriptionsTo100() {
    for (int i = 0; i < 100; i++) {
      post("ann", "browser-" + i).expect(201);
    }

    Answer refused = post("ann", "browser-100").expect(422, "validation_failed");

    assertEquals(List.of("identifier too_many"), refused.violations());
    post("ann", "browser-7").expect(200);
    post("bob", "browser-100").expect(201);
  }

  @Test
  void concurrentPostsCreateEachSubscriptionOnce() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    Concurrently.run(
            16,
            i -> {
              List<Integer> own = new ArrayList<>();
              for (int n = 0; n < 4; n++) {
                own.add(post("ann", "browser-" + (i + n) % 16).status());
              }
              return own;
            })
        .forEach(statuses::addAll);

    assertEquals(16, statuses.stream().filter(status -> status == 201).count(), statuses::toString);
    assertEquals(48, statuses.stream().filter(status -> status == 200).count(), statuses::toString);
    List<String> stored = identifiers(server.send(as("ann", "GET", own)));
    assertEquals(16, stored.size());
    assertEquals(16, stored.stream().distinct().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {} ~ identifier required, settings required
          {"identifier":"","settings":{},"more":1} ~ identifier too_short, more unknown_field
          {"identifier":"a b","settings":[]} ~ identifier invalid_format, settings invalid_type
          {"identifier":"a","settings":{}} \
          ~ settings.auth required, settings.endpoint required, settings.p256dh required
          {"identifier":"a",\
          "settings":{"endpoint":"http://push.example.com","p256dh":"x","auth":"y"}} \
          ~ settings.auth invalid_format, settings.endpoint invalid_format, \
          settings.p256dh invalid_format
          {"identifier":"a","settings":{"device_tokens":["t"]}} \
          ~ settings.auth required, settings.device_tokens wrong_provider, \
          settings.endpoint required, settings.p256dh required
          """)
  void listsViolations(String json, String violations) {
    Answer answer = server.send(as("ann", "POST", own).json(json)).expect(422, "validation_failed");

    assertEquals(violations, String.join(", ", answer.violations().stream().sorted().toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://[::ffff:10.0.0.1]/",
    "https://push.example.com@169.254.169.254/",
    "https://localhost/",
    "https://push.example.com:22/",
    "http://push.example.com/"
  })
  void rejectsEndpointsInInternalNetworks(String endpoint) {
    String json = body("a", endpoint, AUTH);

    Answer answer = server.send(as("ann", "POST", own).json(json)).expect(422);

    assertEquals(List.of("settings.endpoint invalid_format"), answer.violations());
    assertFalse(answer.body().contains(endpoint), answer.body());
    assertEquals(List.of(), identifiers(server.send(as("ann", "GET", own))));
  }

  @Test
  void rejectsSubscriptionsForOtherProviders() {
    UUID apns = projects.channel(ours, "apns");
    String elsewhere = "/user/channels/" + apns + "/subscriptions";

    Answer answer =
        server.send(as("ann", "POST", elsewhere).json(body("a", FIRST, AUTH))).expect(422);

    assertEquals(List.of("settings not_supported"), answer.violations());
    assertEquals(
        Json.of("{'items':[]}"), server.send(as("ann", "GET", elsewhere)).expect(200).body());
    Answer settings =
        server.send(
            ours.put(
                "/admin/users/ann/channel-settings/" + webPush, Json.of("{'settings':{'x':1}}")));
    assertEquals(List.of("settings not_supported"), settings.expect(422).violations());
    assertTrue(settings.error().path("message").asText().contains("web_push"));
  }
}
