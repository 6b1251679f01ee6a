package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Concurrent updates: {@code ETag}, {@code If-Match} and {@code If-None-Match}. */
class PreconditionsIT {

  private static final String PATCH = Json.of("{'device_tokens':{'add':['patched']}}");

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("preconditions");
  private final UUID apns = projects.channel(tenant, "apns");
  private final String admin = settingsOf("ann", apns);
  private final String user = "/user/channels/" + apns + "/settings";

  PreconditionsIT() {
    projects.user(tenant, "ann");
    SignedIn.trustedBy(tenant.id(), server);
  }

  /** Both APIs, as the paths of the same settings. */
  private static List<String> apis() {
    return List.of("admin", "user");
  }

  private Request request(String api, String method) {
    return api.equals("admin")
        ? tenant.request(method, admin)
        : Request.of(method, user)
            .header("x-notiflows-api-key", tenant.publicKey())
            .header("x-notiflows-user-key", SignedIn.token("ann"));
  }

  private Request put(String api, String token) {
    return request(api, "PUT").json(Json.deviceTokens(token));
  }

  private String tag() {
    return server.send(tenant.request("GET", admin)).expect(200).headers().get("etag");
  }

  private void refused(Request request) {
    server
        .send(request)
        .expect(412, "precondition_failed")
        .detail("resource", "channel_settings")
        .detail("id", apns.toString());
  }

  @ParameterizedTest
  @MethodSource("apis")
  void etagsAreTheSameInBothApis(String api) {
    Answer first = server.send(put(api, "one")).expect(200);
    assertEquals(first.headers().get("etag"), tag());
    assertEquals(
        first.headers().get("etag"), server.send(request(api, "HEAD")).headers().get("etag"));
    assertEquals(first.headers().get("etag"), server.send(put(api, "one")).headers().get("etag"));

    String changed = server.send(put(api, "two")).expect(200).headers().get("etag");
    assertNotEquals(first.headers().get("etag"), changed);
    server.send(put(api, "one")).expect(200);
    assertNotEquals(first.headers().get("etag"), tag(), "the same tokens, but another updated_at");
  }

  @ParameterizedTest
  @MethodSource("apis")
  void ifMatchRejectsStaleWrites(String api) {
    server.send(put(api, "one")).expect(200);
    String seen = tag();
    server.send(put("admin", "by-another")).expect(200);
    Answer now = server.send(tenant.request("GET", admin));

    refused(put(api, "mine").header("If-Match", seen));
    refused(request(api, "PATCH").json(PATCH).header("If-Match", seen));
    refused(request(api, "DELETE").header("If-Match", seen));
    refused(put(api, "mine").header("If-Match", "W/" + tag()));
    refused(put(api, "mine").header("If-Match", "\"x\", " + seen));
    assertEquals(now.body(), server.send(tenant.request("GET", admin)).body());

    server.send(put(api, "mine").header("If-Match", "\"x\", " + tag())).expect(200);
    server.send(request(api, "PATCH").json(PATCH).header("If-Match", tag())).expect(200);
    server.send(put(api, "any").header("If-Match", "*")).expect(200);
    server.send(request(api, "DELETE").header("If-Match", tag())).expect(204);
  }

  @ParameterizedTest
  @MethodSource("apis")
  void ifMatchFailsWithoutSettings(String api) {
    refused(put(api, "mine").header("If-Match", "*"));
    refused(put(api, "mine").header("If-Match", "\"x\""));
    refused(request(api, "PATCH").json(PATCH).header("If-Match", "*"));
    server
        .send(request(api, "DELETE").header("If-Match", "*"))
        .expect(404)
        .detail("resource", "channel_settings");
    server.send(request(api, "GET")).expect(404);
  }

  @ParameterizedTest
  @MethodSource("apis")
  void ifNoneMatchOnlyCreates(String api) {
    server.send(put(api, "first").header("If-None-Match", "*")).expect(200);
    String tag = tag();

    refused(put(api, "second").header("If-None-Match", "*"));
    refused(put(api, "first").header("If-None-Match", "*"));
    assertEquals(tag, tag());
  }

  @Test
  void concurrentConditionalWritesHaveOneWinner() throws Exception {
    for (int round = 0; round < 8; round++) {
      server.send(tenant.request("DELETE", admin));
      assertEquals(1, winners("created", "If-None-Match", "*"));
      assertEquals(1, winners("replaced", "If-Match", tag()));
    }
  }

  private long winners(String token, String header, String value) throws Exception {
    List<Answer> answers =
        Concurrently.run(8, i -> server.send(put("admin", token + i).header(header, value)));
    assertTrue(
        answers.stream().allMatch(a -> a.status() == 200 || a.status() == 412), answers::toString);
    Answer winner = answers.stream().filter(a -> a.status() == 200).findFirst().orElseThrow();
    assertEquals(winner.body(), server.send(tenant.request("GET", admin)).body());
    return answers.stream().filter(a -> a.status() == 200).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\"a\" \"b\"", "*, \"a\"", "w/\"a\"", "\"a b\"", ","})
  void invalidConditionsReturn400(String value) {
    server
        .send(put("admin", "x").header("If-Match", value))
        .expect(400, "bad_request")
        .detail("reason", "invalid_param")
        .detail("param", "if-match");
    server
        .send(put("admin", "x").header("If-None-Match", "\"a\""))
        .expect(400)
        .detail("param", "if-none-match");
  }

  @Test
  void repeatedIfMatchHeadersAreOneList() {
    server.send(put("admin", "one")).expect(200);
    server
        .send(put("admin", "two").header("If-Match", "\"x\"").header("If-Match", tag()))
        .expect(200);
    server
        .send(put("admin", "three").header("If-Match", tag()).header("If-Match", "\"x\""))
        .expect(200);
  }

  @Test
  void unsupportedConditionsAreRejected() {
    server.send(put("admin", "one")).expect(200);
    String bulk =
        """
        {"mode": "atomic", "items": [{"user_id": "ann", "channel_id": "%s", "remove": true}]}
        """
            .formatted(apns);
    for (Request request :
        List.of(
            tenant.request("PATCH", admin).json(PATCH).header("If-None-Match", "*"),
            tenant.request("DELETE", admin).header("If-None-Match", "*"),
            user("two").header("If-Match", tag()),
            tenant.request("DELETE", "/admin/users/ann").header("If-Match", "*"),
            tenant
                .request("POST", "/admin/channel-settings/bulk")
                .json(bulk)
                .header("If-Match", "*"))) {
      server.send(request).expect(400, "bad_request").detail("reason", "invalid_param");
    }
    assertEquals(
        Json.array("one"),
        server.send(tenant.request("GET", admin)).json().at("/settings/device_tokens").toString());
  }

  private Request user(String token) {
    return tenant
        .request("PUT", "/admin/users/ann")
        .json(
            """
            {"channel_settings": [{"channel_id": "%s", "settings": {"device_tokens": ["%s"]}}]}
            """
                .formatted(apns, token));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void projectCanRequirePreconditions(String api) {
    CommandLineRun cli = new CommandLineRun(server.environment());
    cli.run("projects", "require-if-match", "--project", tenant.id(), "on");
    server.send(put(api, "first")).expect(200);

    server.send(put(api, "second")).expect(428, "precondition_required");
    server.send(put(api, "first")).expect(428, "precondition_required");
    server.send(put(api, "second").header("If-Match", tag())).expect(200);
    refused(put(api, "third").header("If-None-Match", "*"));
    server.send(request(api, "PATCH").json(PATCH)).expect(200);
    server.send(request(api, "PUT").json(Json.deviceTokens())).expect(422, "validation_failed");
    String now = tag();
    server.send(user("sneaky")).expect(428, "precondition_required");
    assertEquals(now, tag());
    server.send(request(api, "DELETE")).expect(204);
    server.send(user("first")).expect(200);

    cli.run("projects", "require-if-match", "--project", tenant.id(), "off");
    server.send(put(api, "first")).expect(200);
    server.send(put(api, "second")).expect(200);
  }
}
