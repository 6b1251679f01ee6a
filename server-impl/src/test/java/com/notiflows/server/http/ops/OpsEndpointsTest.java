package com.notiflows.server.http.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.http.error.Envelope;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.ops.Availability;
import com.notiflows.server.ops.DatabaseProbe;
import com.notiflows.server.ops.Metrics;
import com.notiflows.server.ops.Readiness;
import com.notiflows.server.ops.SharedValue;
import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsEndpointsTest {

  private final Availability availability = new Availability();
  private final List<Unavailable> rejected = new ArrayList<>();
  private final Readiness readiness =
      new Readiness(availability, new DatabaseProbe(() -> true, Runnable::run, System::nanoTime));

  private OpsEndpoints endpoints(Optional<Metrics> metrics) {
    Envelope envelope = new Envelope("https://example.com/");
    Failures failures = new Failures(envelope, World.SPEC.limits(), rejected::add);
    return new OpsEndpoints(
        failures,
        readiness,
        metrics.map(each -> new SharedValue<>(each::scrape, Runnable::run, System::nanoTime)));
  }

  private OpsAnswer answer(String method, String path) {
    return endpoints(Optional.empty()).answer(method, path, "call-1").toCompletableFuture().join();
  }

  private static String text(OpsAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz"})
  void needsNoKeys(String path) {
    OpsAnswer answer = answer("GET", path);

    assertEquals(200, answer.status());
    assertEquals("application/json", answer.headers().get("Content-Type"));
    assertEquals("no-store", answer.headers().get("Cache-Control"));
    assertEquals("call-1", answer.headers().get("x-request-id"));
    assertEquals(text(answer), text(answer("HEAD", path)));
    assertEquals("GET, HEAD, OPTIONS", answer("OPTIONS", path).headers().get("Allow"));
    OpsAnswer refused = answer("POST", path);
    assertEquals(405, refused.status());
    assertEquals("GET, HEAD, OPTIONS", refused.headers().get("Allow"));
  }

  @Test
  void saysWhyTheServerIsNotReady() {
    availability.stopping();

    OpsAnswer answer = answer("GET", "/readyz");

    assertEquals(503, answer.status());
    assertEquals("1", answer.headers().get("Retry-After"));
    JsonNode error = Json.of(text(answer)).path("error");
    assertEquals("service_unavailable", error.path("code").asText());
    assertEquals(
        Json.of("{\"reason\":\"shutting_down\",\"retry_after\":1}"), error.path("details"));
    assertEquals(List.of(), rejected, "a check is no refused work");
    assertEquals(200, answer("GET", "/livez").status());
  }

  @Test
  void leavesAllOtherPathsAlone() {
    for (String path : List.of("/", "/livez/", "/metrics", "/admin/users", "/LIVEZ")) {
      assertFalse(endpoints(Optional.empty()).serves(path), path);
    }
  }

  @Test
  void servesMetricsIfEnabled() {
    try (Metrics metrics = new Metrics(List.of())) {
      OpsEndpoints shown = endpoints(Optional.of(metrics));
      assertTrue(shown.serves("/metrics"));
      OpsAnswer answer = shown.answer("GET", "/metrics", "id").toCompletableFuture().join();

      assertEquals(Metrics.MEDIA_TYPE, answer.headers().get("Content-Type"));
      assertTrue(text(answer).contains("\njvm_threads_live_threads "), () -> text(answer));
    }
  }
}
