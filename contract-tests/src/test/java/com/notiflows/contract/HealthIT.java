package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.Frozen;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health checks of a load balancer or orchestrator while the server runs. */
@Timeout(180)
class HealthIT {

  /** More than the server has threads. */
  private static final int MANY = 260;

  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private final TestServer server = TestServer.get();

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz"})
  void needsNoKeys(String path) {
    Answer answer = server.send(Request.of("GET", path)).expect(200);
    assertEquals("application/json", answer.headers().get("content-type"));
    assertEquals("no-store", answer.headers().get("cache-control"));
    assertTrue(answer.json().path("status").isTextual(), answer.body());

    Answer head = server.send(Request.of("HEAD", path)).expect(200);
    assertEquals("", head.body());
    assertEquals(Integer.toString(answer.body().length()), head.headers().get("content-length"));
    assertEquals(
        "GET, HEAD, OPTIONS",
        server.send(Request.of("OPTIONS", path)).expect(204).headers().get("allow"));
    assertEquals(
        "GET, HEAD, OPTIONS",
        server
            .send(Request.of("DELETE", path))
            .expect(405, "method_not_allowed")
            .headers()
            .get("allow"));
    server.send(Request.of("GET", path + "?verbose")).expect(200);
    server.send(Request.of("GET", path + "/")).expect(404, "not_found");
    assertEquals(
        "call-1",
        server
            .send(Request.of("GET", path).header("x-request-id", "call-1"))
            .headers()
            .get("x-request-id"));
  }

  @Test
  void aDatabaseThatIsGoneMakesTheServerUnready() throws Exception {
    Health.awaitReady(server.wire(), RECOVERY);
    server.database().kill();
    try {
      Health.awaitReason(server.wire(), Duration.ofSeconds(2), "database_unreachable");
      Answer answer = Health.ask(server.wire(), Health.READY).expect(503, "service_unavailable");
      assertEquals("1", answer.headers().get("retry-after"));
      assertEquals("", server.send(Request.of("HEAD", "/readyz")).expect(503).body());
      Health.ask(server.wire(), Health.LIVE).expect(200);
    } finally {
      server.database().restart();
    }
    Health.awaitReady(server.wire(), RECOVERY);
  }

  @Test
  void livenessIsAnsweredWhileAllThreadsWaitForAFrozenDatabase() throws Exception {
    Health.awaitReady(server.wire(), RECOVERY);
    String get = new String(admin("GET", "/admin/channels").head(), StandardCharsets.UTF_8);
    try (Connections waiting = new Connections(server.port())) {
      try (Frozen database = Frozen.process(server.database().pid())) {
        waiting.open(MANY, get);
        TimeUnit.MILLISECONDS.sleep(500);
        for (int i = 0; i < 10; i++) {
          Health.ask(server.wire(), Health.LIVE).expect(200);
        }
        Health.awaitReason(server.wire(), Duration.ofSeconds(3), "database_unreachable");
        Health.ask(server.wire(), Health.READY).expect(503, "service_unavailable");
      }
      Health.awaitReady(server.wire(), RECOVERY);
      for (Answer answer : waiting.answers()) {
        assertTrue(answer.status() == 200 || answer.status() == 503, answer::toString);
      }
    }
    assertEquals(
        200,
        server.sendUntilServed(admin("GET", "/admin/channels"), Duration.ofSeconds(30)).status());
  }

  @Test
  void aFullPoolDoesNotMakeTheServerUnready() throws Exception {
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.put("NOTIFLOWS_DB_POOL_SIZE", "1");
    try (Components components = TestServer.components(environment);
        NotiflowsServer small = TestServer.start(components);
        HeldPool held = new HeldPool(components, 1)) {
      Health.awaitReady(new Wire(small.port()), RECOVERY);
      assertEquals(0, held.finished(), "the pool is still full");
    }
  }

  @Test
  void aServerThatStartsRefusesRequestsAndServesDocuments() throws Exception {
    try (Components components = TestServer.components(server.environment());
        NotiflowsServer starting = TestServer.start(components)) {
      Wire wire = new Wire(starting.port());
      components.availability().starting();
      Health.ask(wire, Health.READY).expect(503).detail("reason", "starting");
      Health.ask(wire, Health.LIVE).expect(200);
      for (Request request :
          List.of(
              admin("GET", "/admin/channels"),
              admin("HEAD", "/admin/channels"),
              Request.of("GET", "/admin/channels"),
              Request.put(settingsOf(DemoProject.APNS), "{}"))) {
        Answer refused = wire.send(request).expect(503);
        assertEquals("5", refused.headers().get("retry-after"));
      }
      wire.send(admin("POST", "/admin/channels")).expect(405, "method_not_allowed");
      wire.send(Request.of("GET", "/openapi.json")).expect(200);

      components.availability().serving();
      Health.awaitReady(wire, RECOVERY);
      wire.send(admin("GET", "/admin/channels")).expect(200);
    }
  }

  @Test
  void requestDuringShutdownGets503() throws Exception {
    Projects projects = new Projects(BundledSpec.load());
    Projects.Tenant tenant = projects.create("late");
    UUID user = projects.user(tenant, "held");
    String path = settingsOf("held", projects.channel(tenant, "apns"));
    Request put = tenant.put(path, "{\"settings\":{\"device_tokens\":[\"late\"]}}");
    try (Components components = TestServer.components(server.environment());
        NotiflowsServer stopping = TestServer.start(components);
        Connections late = new Connections(stopping.port())) {
      Wire wire = new Wire(stopping.port());
      CompletableFuture<Answer> underWay;
      CompletableFuture<Void> stop;
      try (HeldUser held = HeldUser.hold(server, tenant.id(), user)) {
        underWay = CompletableFuture.supplyAsync(() -> wire.send(put));
        held.awaitWriter();
        late.open(1, "GET /admin/channels HTTP/1.1\r\nHost: a\r\n");
        stop = CompletableFuture.runAsync(stopping::close);
        Health.awaitRefusal(wire);
        late.send("\r\n");

        Answer refused = late.answers().get(0).expect(503, "service_unavailable");
        Conformance.checkEnvelope(false, refused);
        assertEquals("close", refused.headers().get("connection"));
        String message = refused.error().path("message").asText();
        assertTrue(message.startsWith("The server is shutting down."), message);
        assertFalse(underWay.isDone());
      }
      underWay.get(30, TimeUnit.SECONDS).expect(200);
      stop.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void anAddressOfItsOwnTakesTheEndpointsFromThatOfTheApi() throws Exception {
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.put("NOTIFLOWS_OPS_PORT", "0");
    environment.put("NOTIFLOWS_OPS_ADDRESS", "127.0.0.1");
    environment.put("NOTIFLOWS_METRICS", "true");
    try (Components components = TestServer.components(environment);
        NotiflowsServer split = TestServer.start(components)) {
      Wire api = new Wire(split.port());
      Wire ops = new Wire(split.opsPort().orElseThrow());
      for (String path : new String[] {"/livez", "/readyz", "/metrics"}) {
        api.send(Request.of("GET", path)).expect(404, "not_found").detail("resource", "route");
        ops.send(Request.of("GET", path)).expect(200);
      }
      Health.awaitReady(ops, RECOVERY);
      ops.send(admin("GET", settingsOf(DemoProject.APNS))).expect(404, "not_found");
      ops.raw("GET\r\n\r\n").expect(400, "bad_request");
    }
  }
}
