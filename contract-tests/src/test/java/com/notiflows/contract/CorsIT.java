package com.notiflows.contract;

import static com.notiflows.contract.Request.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CORS: allowed origins and the headers for browsers. */
class CorsIT {

  private static final String APP = "https://app.example.com";
  private static final String BODY = Json.deviceTokens("page");

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant ours = projects.create("ours");
  private final UUID apns = projects.channel(ours, "apns");
  private final CommandLineRun cli = new CommandLineRun(server.environment());
  private final String target = "/user/channels/" + apns + "/settings";

  CorsIT() {
    projects.user(ours, "ann");
    SignedIn.trustedBy(ours.id(), server);
  }

  private List<String> allow(String... origins) {
    List<Object> all = new java.util.ArrayList<>(List.of("origins", "set", "--json"));
    all.addAll(List.of("--project", ours.id()));
    all.addAll(List.of(origins));
    return cli.json(all.toArray()).findValuesAsText("origin");
  }

  private Request from(String origin, String method) {
    return of(method, target)
        .header("x-notiflows-api-key", ours.publicKey())
        .header("x-notiflows-user-key", SignedIn.token("ann"))
        .header("Origin", origin);
  }

  private Answer preflight(String path, String origin) {
    return server
        .send(
            of("OPTIONS", path)
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "content-type, x-notiflows-user-key"))
        .expect(204);
  }

  private static void assertAllowed(Answer answer, String origin) {
    assertEquals(origin, answer.headers().get("access-control-allow-origin"), answer::toString);
    assertTrue(answer.headers().get("vary").contains("Origin"), answer::toString);
    assertNull(answer.headers().get("access-control-allow-credentials"), answer::toString);
  }

  private static void assertNoCorsHeaders(Answer answer) {
    assertTrue(
        answer.headers().keySet().stream().noneMatch(name -> name.startsWith("access-control-")),
        answer::toString);
  }

  @Test
  void preflightOfAnAllowedOriginNeedsNoKeys() {
    allow(APP);

    Answer answer = preflight(target, APP);

    assertAllowed(answer, APP);
    assertEquals(
        "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
        answer.headers().get("access-control-allow-methods"));
    assertEquals(
        "content-type, x-notiflows-user-key", answer.headers().get("access-control-allow-headers"));
    assertEquals("600", answer.headers().get("access-control-max-age"));
    assertEquals(
        answer.headers().get("allow"), answer.headers().get("access-control-allow-methods"));
    assertAllowed(preflight(target.replace("/user/", "/user/v1/"), APP), APP);
  }

  @Test
  void preflightOfAnotherOriginHasNoCorsHeaders() {
    allow(APP);

    for (String origin :
        List.of(
            "https://evil.example",
            "http://app.example.com",
            "https://app.example.com:444",
            "https://APP.example.com",
            "https://sub.app.example.com",
            "https://app.example.com.evil.example",
            "null",
            "*")) {
      assertNoCorsHeaders(preflight(target, origin));
      server.send(from(origin, "GET")).expect(403, "forbidden");
    }
  }

  @Test
  void allowedOriginCanReadAllResponses() {
    allow(APP, "http://localhost:3000");

    assertAllowed(server.send(from(APP, "PUT").json(BODY)).expect(200), APP);
    assertAllowed(
        server.send(from("http://localhost:3000", "GET")).expect(200), "http://localhost:3000");
    assertAllowed(server.send(from(APP, "PUT").json("{")).expect(400), APP);
    assertAllowed(server.send(from(APP, "POST")).expect(405), APP);
    Answer refused = server.send(of("GET", target).header("Origin", APP)).expect(401);
    assertAllowed(refused, APP);
    assertEquals(
        "etag, idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-request-id, x-should-retry, x-tokens-moved",
        refused.headers().get("access-control-expose-headers"));
  }

  @Test
  void originAllowedOnlyByAnotherProjectIsRejected() {
    Projects.Tenant theirs = projects.create("theirs");
    cli.run("origins", "set", "--project", theirs.id(), "https://theirs.example");
    allow(APP);

    Answer answer = server.send(from("https://theirs.example", "PUT").json(BODY));

    answer.expect(403, "forbidden").detail("reason", "origin_not_allowed");
    server.send(from(APP, "GET")).expect(404).detail("resource", "channel_settings");
  }

  @Test
  void allowedOriginCanDeleteSubscriptions() {
    allow(APP);
    UUID webPush = projects.channel(ours, "web_push");
    String subscriptions = "/user/channels/" + webPush + "/subscriptions";

    Answer preflight = preflight(subscriptions, APP);
    assertAllowed(preflight, APP);
    assertEquals(
        "DELETE, GET, HEAD, OPTIONS, POST",
        preflight.headers().get("access-control-allow-methods"));
    Request remove = from(APP, "DELETE").json(Json.of("{'identifier':'x'}"));
    assertAllowed(
        server
            .send(new Request("DELETE", subscriptions, remove.headers(), remove.body()))
            .expect(404)
            .detail("resource", "channel_subscription"),
        APP);
  }

  @Test
  void adminApiSendsNoCorsHeaders() {
    allow(APP);

    assertNoCorsHeaders(preflight("/admin/users/ann/channel-settings/" + apns, APP));
    assertNoCorsHeaders(preflight("/admin/channels", APP));
    assertNoCorsHeaders(
        server.send(ours.request("GET", "/admin/channels").header("Origin", APP)).expect(200));
  }

  @Test
  void sameOriginRequestsAreAlwaysAllowed() {
    Request own = from("http://localhost", "PUT").header("Host", "localhost").json(BODY);

    assertNoCorsHeaders(server.send(own).expect(200));
  }

  @Test
  void removedOriginIsRejectedImmediately() {
    allow(APP);
    server.send(from(APP, "PUT").json(BODY)).expect(200);

    assertEquals(List.of(), allow());

    server.send(from(APP, "PUT").json(BODY)).expect(403, "forbidden");
    assertEquals("(none)\n", cli.run("origins", "list", "--project", ours.id()));
  }

  @Test
  void originsAreNormalized() {
    assertEquals(
        List.of(
            "capacitor://localhost", "http://[::1]:8080", "http://b.example", "https://a.example"),
        allow(
            "HTTPS://A.example:443/",
            "https://a.example",
            "http://b.example:80",
            "capacitor://localhost",
            "http://[::1]:8080"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "app.example.com",
        "https://*.example.com",
        "https://app.example.com/path",
        "https://app.example.com?q",
        "https://app.example.com#f",
        "https://user@app.example.com",
        "https://",
        "https://app example.com"
      })
  void invalidOriginsAreRejected(String text) {
    String error = cli.runExpecting(1, "origins", "set", "--project", ours.id(), text);

    assertTrue(error.startsWith(text + " is no origin."), error);
    assertFalse(error.contains("\tat "), error);
  }
}
