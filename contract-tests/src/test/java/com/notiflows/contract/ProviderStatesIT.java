package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.contract.StateEndpoint.Response;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.demo.states.ProviderStateServer;
import com.notiflows.server.demo.states.ProviderStates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Provider states, set up over HTTP like the verifier of another team does. */
class ProviderStatesIT {

  private static final TestServer SERVER = TestServer.get();
  private static final List<String> LOG = new ArrayList<>();
  private static final String FIXED = "2026-01-15T09:30:00.123456Z";
  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final String TWO_TOKENS = Json.deviceTokens("first", "second");

  private static ProviderStateServer server;
  private static StateEndpoint endpoint;

  /**
   * A state and what it changes.
   *
   * @param request is sent once the state is set up; gets the values that the state returned
   * @param status what the request returns
   * @param pointer into the body of the response
   */
  private record Example(
      String state,
      String parameters,
      Function<JsonNode, Request> request,
      int status,
      String pointer,
      String value) {}

  @BeforeAll
  static void start() throws IOException {
    ProviderStates states = SERVER.providerStates();
    server = ProviderStateServer.start(states, 0, LOG::add);
    endpoint = new StateEndpoint(server.url());
  }

  @AfterAll
  static void stop() {
    server.close();
    SERVER.providerStates().reset();
  }

  @BeforeEach
  void startNew() {
    endpoint.setUp("", "{}");
    endpoint.tearDown("");
  }

  @TestFactory
  Stream<DynamicTest> eachStateHasItsEffect() {
    return examples()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.state() + " " + example.parameters(), () -> verify(example)));
  }

  private static void verify(Example example) {
    JsonNode values = endpoint.setUp(example.state(), example.parameters());
    Answer answer = SERVER.send(example.request().apply(values));
    endpoint.tearDown(example.state());

    answer.expect(example.status());
    if (!example.pointer().isEmpty()) {
      assertEquals(example.value(), answer.json().at(example.pointer()).asText(), answer.body());
    }
  }

  @Test
  void everyStateHasAnExample() {
    Set<String> shown =
        examples().map(Example::state).collect(Collectors.toCollection(TreeSet::new));

    assertEquals(new TreeSet<>(ProviderStates.names()), shown);
  }

  private static Stream<Example> examples() {
    return Stream.of(settings(), users(), channels(), keys()).flatMap(List::stream);
  }

  private static List<Example> settings() {
    return List.of(
        example("the user has no channel settings", "{}", get(APNS), 404, "", ""),
        example(
            "the user has settings on a channel",
            """
            {"channel_id": "%s", "settings": {"slack_user_id": "U1"}, "user_id": "ann b",
             "created_at": "2020-02-29T00:00:00Z", "updated_at": "2021-01-01T00:00:00.5Z"}
            """
                .formatted(DemoProject.SLACK),
            get(settingsOf("ann%20b", DemoProject.SLACK)),
            200,
            "/updated_at",
            "2021-01-01T00:00:00.500000Z"),
        example(
            "the user has device tokens on the APNs channel",
            Json.of("{'device_tokens': ['one']}"),
            get(APNS),
            200,
            "/settings/device_tokens/0",
            "one"),
        example(
            "the user has device tokens on the APNs channel",
            Json.of("{'device_tokens': []}"),
            get(APNS),
            200,
            "/updated_at",
            FIXED),
        example(
            "the user has device tokens on the FCM channel",
            "{}",
            get(settingsOf(DemoProject.FCM)),
            200,
            "/created_at",
            FIXED),
        example(
            "the user has a Slack destination",
            Json.of("{'slack_user_id': 'U2'}"),
            get(settingsOf(DemoProject.SLACK)),
            200,
            "/settings/slack_user_id",
            "U2"),
        example(
            "the user has a web push subscription",
            Json.of("{'endpoint': 'https://updates.push.services.mozilla.com/x'}"),
            get("/admin/users/user_12345/channels/" + DemoProject.WEB_PUSH + "/subscriptions"),
            200,
            "/items/0/created_at",
            FIXED),
        example(
            "another user has a device token on the APNs channel",
            Json.of("{'user_id': 'bob', 'device_token': 'theirs'}"),
            lookUp("theirs"),
            200,
            "/items/0/external_id",
            "bob"),
        example(
            "a device token of another user was retired on the APNs channel",
            Json.of("{'user_id': 'bob', 'device_token': 'theirs'}"),
            values ->
                admin("POST", "/admin/channels/" + DemoProject.APNS + "/token-restore")
                    .json(Json.of("{'device_token': 'theirs'}")),
            200,
            "",
            ""),
        example(
            "an idempotency key was used",
            Json.of("{'idempotency_key': 'k'}"),
            values -> Request.put(APNS, TWO_TOKENS).header("Idempotency-Key", "k"),
            409,
            "/error/details/reason",
            "idempotency_key_reused"));
  }

  private static List<Example> users() {
    return List.of(
        example(
            "the demo project is new",
            "{}",
            get("/admin/users/user_12345"),
            200,
            "/created_at",
            FIXED),
        example(
            "there is a user",
            Json.of("{'user_id': 'jo', 'fields': {'email': 'jo@example.com'}}"),
            get("/admin/users/jo"),
            200,
            "/email",
            "jo@example.com"),
        example(
            "there is a user",
            Json.of("{'user_id': 'jo', 'created_at': '2020-02-29T00:00:00Z'}"),
            get("/admin/users/jo"),
            200,
            "/updated_at",
            "2020-02-29T00:00:00.000000Z"),
        example(
            "there is no such user",
            Json.of("{'user_id': 'user_12345'}"),
            get("/admin/users/user_12345"),
            404,
            "",
            ""),
        example(
            "the project requires If-Match",
            "{}",
            values -> {
              SERVER.send(Request.put(APNS, TWO_TOKENS)).expect(200);
              return Request.put(APNS, TWO_TOKENS);
            },
            428,
            "",
            ""),
        example(
            "the project's security mode is off",
            "{}",
            values -> own().header("x-notiflows-user-id", "user_12345"),
            404,
            "/error/details/resource",
            "channel_settings"),
        example(
            "the project allows an origin",
            Json.of("{'origin': 'https://app.example.com'}"),
            values ->
                own()
                    .header("x-notiflows-user-key", SignedIn.token("user_12345"))
                    .header("Origin", "https://app.example.com"),
            404,
            "/error/details/resource",
            "channel_settings"));
  }

  private static List<Example> channels() {
    return List.of(
        example(
            "there is a channel",
            Json.of("{'provider': 'webhook'}"),
            values -> admin("GET", "/admin/channels/" + values.path("channel_id").asText()),
            200,
            "/handle",
            "webhook-2"),
        example(
            "there is a channel",
            """
            {"provider": "fcm", "handle": "second", "token_ownership": "shared",
             "channel_id": "018dfbef-8443-7000-8000-0000000000ff"}
            """,
            get("/admin/channels/018dfbef-8443-7000-8000-0000000000ff"),
            200,
            "/token_ownership",
            "shared"),
        example(
            "there is no such channel",
            Json.of("{'channel_id': '%s'}", DemoProject.APNS),
            get("/admin/channels/" + DemoProject.APNS),
            404,
            "",
            ""),
        example(
            "the APNs channel takes so many device tokens of a user",
            Json.of("{'token_cap': 1}"),
            values -> Request.put(APNS, TWO_TOKENS),
            422,
            "",
            ""),
        example(
            "the APNs channel takes so many device tokens of a user",
            Json.of("{'token_cap': 1, 'token_overflow': 'evict'}"),
            get("/admin/channels/" + DemoProject.APNS),
            200,
            "/token_overflow",
            "evict"));
  }

  private static List<Example> keys() {
    return List.of(
        example(
            "a user is signed in",
            "{}",
            ProviderStatesIT::withUserKey,
            404,
            "/error/details/resource",
            "channel_settings"),
        example(
            "a user is signed in",
            Json.of("{'user_id': 'nobody'}"),
            ProviderStatesIT::withUserKey,
            404,
            "/error/details/resource",
            "user"),
        rejected("a user's key has expired", ProviderStatesIT::withUserKey, "expired"),
        rejected("a user's key was revoked", ProviderStatesIT::withUserKey, "revoked"),
        rejected("the secret key has expired", get(APNS), "expired"),
        rejected("the secret key was revoked", get(APNS), "revoked"),
        rejected("the public key has expired", get(APNS), "expired"),
        rejected("the public key was revoked", get(APNS), "revoked"));
  }

  @Test
  void statesAddUpWithinOneInteraction() {
    endpoint.setUp("the secret key was revoked", "{}");
    endpoint.setUp("there is a user", Json.of("{'user_id': 'jo'}"));
    endpoint.setUp("the secret key has expired", "{}");
    SERVER.send(admin("GET", "/admin/users/jo")).expect(401);
    endpoint.tearDown("the secret key was revoked");
    SERVER.send(admin("GET", "/admin/users/jo")).expect(404);
    endpoint.tearDown("there is a user");

    endpoint.setUp("there is a user", Json.of("{'user_id': 'jo'}"));
    SERVER.send(admin("DELETE", "/admin/users/user_12345")).expect(204);
    SERVER.send(admin("GET", "/admin/users/jo")).expect(200);
    endpoint.tearDown("there is a user");
    SERVER.send(admin("GET", "/admin/users/user_12345")).expect(200);
  }

  @Test
  void repeatedSetupStartsNewWithoutATeardown() {
    endpoint.setUp("a user is signed in", "{}");
    endpoint.setUp("there is a user", Json.of("{'user_id': 'jo'}"));
    endpoint.setUp("a user is signed in", "{}");

    SERVER.send(admin("GET", "/admin/users/jo")).expect(404);
  }

  @Test
  void acceptsTheOlderFormat() {
    endpoint.setUp("there is a user", Json.of("{'user_id': 'jo'}"));
    Response one = endpoint.post(Json.of("{'consumer': 'app', 'state': 'a user is signed in'}"));
    assertEquals(200, one.status());
    assertFalse(one.body().path("user_key").asText().isEmpty());
    SERVER.send(admin("GET", "/admin/users/jo")).expect(404);

    Response several =
        endpoint.post(
            """
            {"consumer": "app", "states": ["a user is signed in", "the secret key was revoked"]}
            """);
    assertEquals(200, several.status());
    assertFalse(several.body().path("user_key").asText().isEmpty());
    SERVER.send(admin("GET", APNS)).expect(401);
  }

  @Test
  void unknownStateReturnsTheKnownOnes() {
    for (String action : List.of("setup", "teardown")) {
      Response response = endpoint.post(StateEndpoint.change("it rains", "{}", action));

      assertEquals(404, response.status());
      assertTrue(response.message().startsWith("There is no state 'it rains'"), response::message);
      List<String> known = new ArrayList<>();
      response.body().at("/error/known_states").forEach(each -> known.add(each.asText()));
      assertEquals(ProviderStates.names(), known);
    }
    assertTrue(LOG.stream().anyMatch(line -> line.contains("it rains")), LOG::toString);
  }

  @Test
  void rejectsInvalidParameters() {
    assertInvalid("there is a user", "{}", "user_id must be a string");
    assertInvalid("there is a user", "{'user_id': 1}", "user_id must be a string");
    assertInvalid(
        "there is a user", "{'user_id': 'a', 'x': 1}", "x is unknown; known are user_id,");
    assertInvalid("the public key was revoked", "{'x': 1}", "this state has no parameters");
    assertInvalid("there is no such channel", "{'channel_id': '1-1-1-1-1'}", "must be a UUID");
    assertInvalid(
        "the APNs channel takes so many device tokens of a user",
        "{'token_cap': 1e999999999}",
        "must be an integer");
    assertInvalid(
        "the APNs channel takes so many device tokens of a user", "{'token_cap': 0}", "cap");
    assertInvalid(
        "the user has device tokens on the FCM channel",
        "{'device_tokens': [1]}",
        "must be an array of strings");
    assertInvalid(
        "there is a user",
        "{'user_id': 'a', 'created_at': 'yesterday'}",
        "created_at must be a time");
    assertInvalid("there is a channel", "{'provider': 'smoke'}", "provider");
    assertInvalid("there is a user", "{'user_id': 'a', 'fields': {'email': 1}}", "returned 422");
  }

  @Test
  void rejectsMalformedRequests() {
    assertEquals(400, endpoint.post("{").status());
    assertEquals(400, endpoint.post("[]").status());
    assertEquals(400, endpoint.post("{}").status());
    assertEquals(400, endpoint.post(Json.of("{'state': '', 'action': 'start'}")).status());
    assertEquals(400, endpoint.post(Json.of("{'state': '', 'params': []}")).status());
    assertEquals(413, endpoint.post(" ".repeat((1 << 20) + 1)).status());
    URI url = URI.create(endpoint.url());
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(Json.of("{'state': ''}"));
    assertEquals(415, StateEndpoint.send(HttpRequest.newBuilder(url).POST(body)).status());
    assertEquals(405, StateEndpoint.send(HttpRequest.newBuilder(url).PUT(body)).status());
    assertEquals(404, StateEndpoint.send(HttpRequest.newBuilder(url.resolve("/"))).status());
  }

  @Test
  void listsStates() {
    Response response = StateEndpoint.send(HttpRequest.newBuilder(URI.create(endpoint.url())));

    assertEquals(200, response.status());
    List<String> states = response.body().path("states").findValuesAsText("state");
    assertEquals(ProviderStates.names(), states);
    assertFalse(response.body().at("/states/0/effect").asText().isEmpty());
  }

  private static void assertInvalid(String state, String parameters, String problem) {
    Response response = endpoint.post(StateEndpoint.change(state, Json.of(parameters), "setup"));

    assertEquals(400, response.status(), () -> state + parameters + response.body());
    assertTrue(response.message().contains(problem), response::message);
  }

  private static Example example(
      String state,
      String parameters,
      Function<JsonNode, Request> request,
      int status,
      String pointer,
      String value) {
    return new Example(state, parameters, request, status, pointer, value);
  }

  private static Example rejected(
      String state, Function<JsonNode, Request> request, String reason) {
    return example(state, "{}", request, 401, "/error/details/reason", reason);
  }

  private static Function<JsonNode, Request> get(String path) {
    return values -> admin("GET", path);
  }

  private static Function<JsonNode, Request> lookUp(String token) {
    return values ->
        admin("POST", "/admin/channels/" + DemoProject.APNS + "/token-lookup")
            .json(Json.of("{'device_token': '%s'}", token));
  }

  private static Request withUserKey(JsonNode values) {
    return own().header("x-notiflows-user-key", values.path("user_key").asText());
  }

  private static Request own() {
    return Request.of("GET", "/user/channels/" + DemoProject.APNS + "/settings")
        .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY);
  }
}
