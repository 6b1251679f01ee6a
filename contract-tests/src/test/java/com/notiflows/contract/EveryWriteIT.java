package com.notiflows.contract;

import static com.notiflows.contract.Replays.assertInProgress;
import static com.notiflows.contract.Replays.assertReplay;
import static com.notiflows.contract.Replays.keyed;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.contract.Operations.Sample;
import com.notiflows.server.demo.DemoProject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Idempotency keys for all writes of the spec. New operations are included automatically. */
class EveryWriteIT {

  private static final String SETTINGS = Json.deviceTokens("every", "retired");
  private static final String FEEDBACK =
      """
      {"items": [
        {"device_token": "%s", "occurred_at": "2099-01-01T00:00:00Z", "outcome": "unregistered"}
      ]}
      """;

  private final TestServer server = TestServer.get();
  private final String user = "write-" + UUID.randomUUID();
  private final UUID userId =
      UUID.fromString(
          server
              .send(Request.put("/admin/users/" + user, "{}"))
              .expect(201)
              .json()
              .path("id")
              .asText());
  private final String subscription = subscribe();

  EveryWriteIT() {
    server.send(Request.put(settingsOf(user, DemoProject.APNS), SETTINGS)).expect(200);
    String feedback = "/admin/channels/" + DemoProject.APNS + "/token-feedback";
    server.send(Request.admin("POST", feedback).json(FEEDBACK.formatted("retired"))).expect(200);
  }

  private String subscribe() {
    Request request = Request.signedIn(user, "POST", subscriptions()).json(subscription("first"));
    return server.send(request).expect(201).json().path("id").asText();
  }

  private static String subscriptions() {
    return "/user/channels/" + DemoProject.WEB_PUSH + "/subscriptions";
  }

  private static String subscription(String identifier) {
    return """
        {
          "identifier": "%s",
          "settings": {"endpoint": "https://push.example.com/1", "p256dh": "%s", "auth": "%s"}
        }
        """
        .formatted(identifier, "B".repeat(87), "A".repeat(22));
  }

  private static Stream<Sample> writes() {
    return Operations.all().stream().filter(Sample::isWrite);
  }

  /** A request that changes data of the user. */
  private Request request(Sample sample) {
    boolean isOnSubscriptions = sample.path().contains("/subscriptions");
    UUID channel = isOnSubscriptions ? DemoProject.WEB_PUSH : DemoProject.APNS;
    Request bare = sample.bare(user, channel.toString());
    String target = bare.target().replace(DemoProject.FCM.toString(), subscription);
    Request request = new Request(bare.method(), target, bare.headers(), bare.body());
    return sample.hasBody() ? request.json(body(sample)) : request;
  }

  private String body(Sample sample) {
    if (sample.path().endsWith("/token-feedback")) {
      return FEEDBACK.formatted("every");
    }
    if (sample.path().endsWith("/token-restore")) {
      return Json.of("{'device_token':'retired'}");
    }
    return switch (sample.method() + (sample.path().contains("settings") ? " settings" : "")) {
      case "PUT settings" -> Json.deviceTokens("changed");
      case "PATCH settings" -> Json.of("{'device_tokens':{'add':['added']}}");
      case "POST settings" ->
          """
          {"mode": "atomic", "items": [
            {"user_id": "%s", "channel_id": "%s", "settings": {"device_tokens": ["changed"]}}
          ]}
          """
              .formatted(user, DemoProject.APNS);
      case "POST" -> subscription("second");
      case "DELETE" -> Json.of("{'identifier':'first'}");
      default -> sample.body();
    };
  }

  /** Everything that the API returns about the user. */
  private String stored() {
    return server
            .send(Request.admin("GET", "/admin/users/" + user).header("x-request-id", "all"))
            .body()
        + server.send(Request.signedIn(user, "GET", subscriptions())).json().path("items");
  }

  @ParameterizedTest
  @MethodSource("writes")
  void repeatedWriteIsReplayed(Sample write) {
    Request request = keyed(request(write));
    Answer first = Replays.first(server.send(request));
    String stored = stored();

    assertReplay(first, server.send(request));
    assertReplay(first, server.send(request.header("X-Stainless-Retry-Count", "1")));
    assertEquals(stored, stored());
  }

  @ParameterizedTest
  @MethodSource("writes")
  void concurrentRepeatReturnsInProgress(Sample write) throws Exception {
    Request request = keyed(request(write));
    CompletableFuture<Answer> first;
    try (HeldUser held = HeldUser.hold(server, DemoProject.ID, userId)) {
      first = CompletableFuture.supplyAsync(() -> server.send(request));
      held.awaitWriter();

      assertInProgress(server.send(request));
    }

    assertReplay(Replays.first(first.get()), server.send(request));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void rejectsInvalidIdempotencyKeys(Sample write) {
    for (String bad : new String[] {"", "a b", "ü", "k".repeat(256), "a\tb"}) {
      server
          .send(request(write).header("Idempotency-Key", bad))
          .expect(400, "bad_request")
          .detail("reason", "invalid_param")
          .detail("param", "idempotency-key");
    }
    server
        .send(keyed(keyed(request(write))))
        .expect(400, "bad_request")
        .detail("param", "idempotency-key");
    Replays.first(
        server.send(
            request(write)
                .header(
                    "Idempotency-Key", (UUID.randomUUID() + "~".repeat(255)).substring(0, 255))));
  }
}
