package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.contract.Operations.Sample;
import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.spec.BundledSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Budgets of projects, signed-in users and client addresses. */
@Timeout(120)
class RateLimitIT {

  private static final String ONE_A_MINUTE =
      "reads=1/60s,writes=1/60s,bulk=1/60s,signed-in-user=1/60s";

  private final Projects projects = new Projects(BundledSpec.load());
  private final Tenant tenant = projects.create("rates");

  private static OwnServer limited(String rates) {
    return OwnServer.with(Map.of("NOTIFLOWS_RATE_LIMITS", rates));
  }

  private static List<Sample> operations() {
    return Operations.all();
  }

  private static String budgetOf(Sample sample) {
    JsonNode path = Conformance.document().path("paths").path(sample.path());
    return path.path(sample.method().toLowerCase(Locale.ROOT))
        .path("x-notiflows-rate-limit")
        .asText();
  }

  private Request request(Sample sample) {
    String user = "rated-" + UUID.randomUUID();
    Request request = sample.withExample(user, new UUID(0, 7).toString());
    if (sample.isOfSignedInUser()) {
      return request;
    }
    Request sent = tenant.request(request.method(), request.target());
    return sample.hasBody() ? sent.json(sample.body()) : sent;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusesWhatExceedsTheBudgetOfTheOperation(Sample sample) {
    try (OwnServer server = limited(ONE_A_MINUTE)) {
      String budget = budgetOf(sample);
      Request request = request(sample);
      Answer first = server.wire().send(request);
      assertNotEquals(429, first.status());
      assertEquals("\"" + budget + "\";q=1;w=60", first.headers().get("ratelimit-policy"));
      assertEquals("\"" + budget + "\";r=0;t=60", first.headers().get("ratelimit"));

      Answer second = server.wire().send(request).expect(429, "rate_limited");

      second.detail("limit", "1").detail("window", "60s");
      int seconds = second.details().path("retry_after").asInt();
      assertTrue(seconds >= 1 && seconds <= 60, second::body);
      assertEquals(Integer.toString(seconds), second.headers().get("retry-after"));
      assertEquals("\"" + budget + "\";q=1;w=60", second.headers().get("ratelimit-policy"));
    }
  }

  @Test
  void aRefusedWriteChangesNothing() {
    try (OwnServer server = limited("writes=1/60s")) {
      server.wire().send(tenant.put("/admin/users/one", "{}")).expect(201);
      server.wire().send(tenant.put("/admin/users/two", "{}")).expect(429, "rate_limited");
      server.wire().send(tenant.request("GET", "/admin/users/two")).expect(404, "not_found");
    }
  }

  @Test
  void projectsHaveBudgetsOfTheirOwn() {
    Tenant other = projects.create("other");
    try (OwnServer server = limited("reads=1/60s")) {
      Wire wire = server.wire();
      wire.send(tenant.request("GET", "/admin/channels")).expect(200);
      wire.send(tenant.request("GET", "/admin/channels")).expect(429, "rate_limited");
      wire.send(tenant.request("GET", "/admin/v1/channels")).expect(429, "rate_limited");
      wire.send(other.request("GET", "/admin/channels")).expect(200);
    }
  }

  @Test
  void signedInUsersHaveBudgetsOfTheirOwn() {
    String target = "/user/channels/" + new UUID(0, 7) + "/settings";
    try (OwnServer server = limited("signed-in-user=1/60s")) {
      Wire wire = server.wire();
      wire.send(Request.signedIn("rated-a", "GET", target)).expect(404);
      wire.send(Request.signedIn("rated-a", "GET", target)).expect(429, "rate_limited");
      wire.send(Request.signedIn("rated-b", "GET", target)).expect(404);
    }
  }

  @Test
  void budgetRefillsWithTime() throws InterruptedException {
    try (OwnServer server = limited("reads=1/1s")) {
      Request read = tenant.request("GET", "/admin/channels");
      server.wire().send(read).expect(200);
      TimeUnit.MILLISECONDS.sleep(1_100);
      server.wire().send(read).expect(200);
    }
  }

  @Test
  void aRequestWhoseBodyArrivesLateIsCountedOnce() {
    String name = "n".repeat(100);
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      fields.append("\"f").append(i).append("\":\"").append(name).append("\",");
    }
    String body = "{\"custom_fields\":{" + fields + "\"last\":1}}";
    try (OwnServer server = limited("writes=10/60s")) {
      Answer answer = server.wire().send(tenant.put("/admin/users/large", body)).expect(201);
      assertEquals("\"writes\";r=9;t=6", answer.headers().get("ratelimit"));
    }
  }

  @Test
  void isCheckedAfterTheScopeAndBeforeTheSyntax() {
    Tenant reader = projects.scoped(tenant, Set.of("users:read"));
    try (OwnServer server = limited("writes=1/60s")) {
      Wire wire = server.wire();
      Request malformed = tenant.put(settingsOf("a", "no-uuid"), "{");
      wire.send(malformed).expect(400, "bad_request");
      wire.send(malformed).expect(429, "rate_limited");
      wire.send(reader.put(settingsOf("a", "no-uuid"), "{")).expect(403, "forbidden");
    }
  }

  @Test
  void canBeOff() {
    try (OwnServer server = limited("off")) {
      Answer answer = server.wire().send(tenant.request("GET", "/admin/channels")).expect(200);
      assertFalse(answer.headers().containsKey("ratelimit"), answer::toString);
      assertFalse(answer.headers().containsKey("ratelimit-policy"), answer::toString);
    }
  }

  @Test
  void anAddressWithoutFailuresLeftNeedsKeysThatAreRemembered() throws Exception {
    try (OwnServer server =
        OwnServer.with(
            Map.of(
                "NOTIFLOWS_RATE_LIMITS",
                "failed-authentication=3/60s",
                "NOTIFLOWS_DB_POOL_SIZE",
                "2"))) {
      Wire wire = server.wire();
      Request good = tenant.request("GET", "/admin/channels");
      Request bad = Request.of("GET", "/admin/channels").keys(tenant.publicKey(), "sk_wrong");
      for (int i = 0; i < 10; i++) {
        wire.send(good).expect(200); // uses up no failure
      }
      for (int left = 2; left >= 0; left--) {
        Answer failed = wire.send(bad).expect(401, "unauthenticated");
        assertTrue(
            failed.headers().get("ratelimit").startsWith("\"failed-authentication\";r=" + left),
            failed::toString);
      }

      try (HeldPool pool = new HeldPool(server.components(), 2)) {
        wire.send(bad).expect(429, "rate_limited").detail("limit", "3"); // without the database
        wire.send(Request.of("GET", "/admin/channels")).expect(401); // is not counted
        pool.release();
      }
      wire.send(good).expect(200);
      Tenant unknown = projects.create("unknown");
      wire.send(unknown.request("GET", "/admin/channels")).expect(429, "rate_limited");
    }
  }

  @Test
  void aTrustedProxyNamesTheClient() {
    try (OwnServer server =
        OwnServer.with(
            Map.of(
                "NOTIFLOWS_RATE_LIMITS",
                "failed-authentication=1/60s",
                "NOTIFLOWS_TRUSTED_PROXIES",
                "127.0.0.0/8,::1"))) {
      Wire wire = server.wire();
      Request bad = Request.of("GET", "/admin/channels").keys(tenant.publicKey(), "sk_wrong");
      Request ann = bad.header("Forwarded", "for=192.0.2.1");
      Request ben = bad.header("Forwarded", "for=192.0.2.1, for=192.0.2.2");
      wire.send(ann).expect(401);
      wire.send(ann).expect(429, "rate_limited");
      wire.send(ben).expect(401);
      wire.send(ben).expect(429, "rate_limited");
    }
  }

  @Test
  void nobodyIsTrustedByDefault() {
    try (OwnServer server = limited("failed-authentication=1/60s")) {
      Request bad = Request.of("GET", "/admin/channels").keys(tenant.publicKey(), "sk_wrong");
      server.wire().send(bad.header("Forwarded", "for=192.0.2.1")).expect(401);
      server.wire().send(bad.header("Forwarded", "for=192.0.2.2")).expect(429, "rate_limited");
    }
  }
}
