package com.notiflows.contract.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.demo.DemoProject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock of a running server is set forward and back. */
@Timeout(180)
class SteppedClockIT {

  private static final Duration STEP = Duration.ofHours(1);
  private static final String USER = Load.users().get(0);
  private static final String SETTINGS =
      "/admin/users/" + USER + "/channel-settings/" + DemoProject.APNS;
  private static final String FEEDBACK = "/admin/channels/" + DemoProject.APNS + "/token-feedback";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Stored(String etag, Instant createdAt, Instant updatedAt, String tokens) {}

  @Test
  void timesFollowEachOtherAndNoLiveTokenIsLost() throws Exception {
    assumeTrue(SteppedClock.canBeSet(), "needs the package libfaketime");
    try (FaultySystem system = new FaultySystem(FaultySystem.folder("stepped-clock"))) {
      system.load().close();
      Stored first = put(system, "*", "a");
      assertNear(Instant.now(), first.createdAt());
      Instant death = Instant.now();
      assertEquals("retired", report(system, death));

      system.clock().step(STEP.negated());
      Stored back = put(system, "*", "a");
      assertEquals("registered_since", report(system, death), "the report of before");
      Stored read = get(system);
      assertEquals(back.etag(), read.etag());
      assertEquals("[\"a\"]", read.tokens());
      Stored other = put(system, back.etag(), "a", "b");
      assertFollow(first, back, other);

      system.clock().step(STEP);
      Stored forward = put(system, other.etag(), "a");
      assertNear(Instant.now().plus(STEP), forward.updatedAt());

      system.clock().step(Duration.ZERO);
      Stored last = put(system, forward.etag(), "a", "b");
      assertEquals(
          412, send(system, request("PUT", SETTINGS, forward.etag(), body("c"))).statusCode());
      assertEquals("registered_since", report(system, Instant.now()), "seen in the future");
      assertEquals("[\"a\",\"b\"]", get(system).tokens());
      assertFollow(first, back, other, forward, last);
    }
  }

  private static void assertNear(Instant expected, Instant actual) {
    Duration distance = Duration.between(expected, actual).abs();
    assertTrue(distance.compareTo(Duration.ofMinutes(2)) < 0, () -> expected + " " + actual);
  }

  private static void assertFollow(Stored... states) {
    Set<String> etags = new HashSet<>();
    Instant last = Instant.MIN;
    for (Stored state : states) {
      assertEquals(states[0].createdAt(), state.createdAt());
      assertTrue(state.updatedAt().isAfter(last), () -> state + " is not later");
      assertFalse(state.updatedAt().isBefore(state.createdAt()), state::toString);
      assertTrue(etags.add(state.etag()), () -> state + " has the entity tag of another state");
      last = state.updatedAt();
    }
  }

  private Stored put(FaultySystem system, String etag, String... tokens)
      throws IOException, InterruptedException {
    return stored(send(system, request("PUT", SETTINGS, etag, body(tokens))));
  }

  private Stored get(FaultySystem system) throws IOException, InterruptedException {
    return stored(send(system, request("GET", SETTINGS, "*", "")));
  }

  private static Stored stored(HttpResponse<String> response) throws IOException {
    assertEquals(200, response.statusCode(), response.body());
    JsonNode json = JSON.readTree(response.body());
    return new Stored(
        response.headers().firstValue("etag").orElseThrow(),
        Instant.parse(json.path("created_at").asText()),
        Instant.parse(json.path("updated_at").asText()),
        json.at("/settings/device_tokens").toString());
  }

  private String report(FaultySystem system, Instant death)
      throws IOException, InterruptedException {
    String body =
        """
        {"items":[{"device_token":"a","outcome":"unregistered","occurred_at":"%s"}]}"""
            .formatted(death);
    HttpResponse<String> response = send(system, request("POST", FEEDBACK, "*", body));
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body()).at("/items/0/result").asText();
  }

  private static String body(String... tokens) {
    return JSON.createObjectNode()
        .set("settings", JSON.createObjectNode().set("device_tokens", JSON.valueToTree(tokens)))
        .toString();
  }

  /** With a precondition, unless it is {@code *}. */
  private static HttpRequest.Builder request(
      String method, String target, String etag, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1" + target))
            .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY)
            .header("x-notiflows-secret-key", DemoProject.SECRET_KEY)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return etag.equals("*") ? request : request.header("If-Match", etag);
  }

  private HttpResponse<String> send(FaultySystem system, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String path = request.build().uri().getPath();
    URI uri = URI.create("http://127.0.0.1:" + system.port() + path);
    return http.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
