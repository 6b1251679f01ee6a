package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process, from its start in any order with the database to its end. */
@Timeout(240)
class ShutdownIT {

  private static final TestServer SERVER = TestServer.get();
  private static final String BODY = "{\"settings\":{\"device_tokens\":[\"last\"]}}";

  private static Distribution distribution;

  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("shutdown");
  private final UUID channel = projects.channel(tenant, "apns");
  private final UUID user = projects.user(tenant, "held");
  private final Request put = tenant.put(settingsOf("held", channel), BODY);

  @BeforeAll
  static void unpack() {
    distribution = Distribution.unpack("shutdown");
  }

  private static Child serve(String... more) {
    Map<String, String> settings = TestServer.toServe(SERVER.environment());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return distribution.run(settings, "serve");
  }

  private static Wire wire(Child serve, String line) {
    return new Wire(Integer.parseInt(serve.await(line + " 127.0.0.1 port (\\d+)").group(1)));
  }

  @Test
  void aServerThatStartsBeforeItsDatabaseBecomesReady() throws Exception {
    Child serve = null;
    SERVER.database().kill();
    try {
      serve = serve();
      Wire wire = wire(serve, "Started on");
      serve.await("Waiting for the database. The database can't be reached");
      Health.ask(wire, Health.LIVE).expect(200);
      Health.awaitReason(wire, Duration.ofSeconds(5), "database_unreachable");
      Answer refused = wire.send(put).expect(503, "service_unavailable");
      assertEquals("5", refused.headers().get("retry-after"));
      wire.send(tenant.request("GET", "/nowhere")).expect(404, "not_found");
      wire.send(Request.of("GET", "/openapi.json")).expect(200);
    } finally {
      SERVER.database().restart();
    }
    try (Child started = serve) {
      Wire wire = wire(started, "Listening on");
      Health.awaitReady(wire, Duration.ofSeconds(5));
      wire.send(put).expect(200);
      started.terminate();
      assertEquals(0, started.exit(), started::err);
    }
  }

  @Test
  void aServerThatTheDatabaseRefusesEnds() {
    try (Child denied = serve("NOTIFLOWS_DB_PASSWORD", "wrong")) {
      assertEquals(1, denied.exit(), denied::err);
      assertTrue(denied.err().contains("The database refuses the user"), denied::err);
      assertFalse(denied.err().contains("\tat "), denied::err);
    }
  }

  @Test
  void aShutdownFinishesTheRequestsThatAreUnderWay() throws Exception {
    try (Child serve = serve("NOTIFLOWS_OPS_PORT", "0")) {
      Wire api = wire(serve, "Listening on");
      Wire ops = wire(serve, "Health and metrics on");
      CompletableFuture<Answer> answer;
      try (HeldUser held = HeldUser.hold(SERVER, tenant.id(), user)) {
        answer = CompletableFuture.supplyAsync(() -> api.send(put));
        held.awaitWriter();

        serve.terminate();
        Health.awaitReason(ops, Duration.ofSeconds(2), "shutting_down");
        Health.ask(ops, Health.LIVE).expect(200);
        Health.awaitRefusal(api);
        TimeUnit.MILLISECONDS.sleep(2_500); // longer than idle connections stay open
        assertFalse(answer.isDone(), "the request is under way");
      }

      answer.get(30, TimeUnit.SECONDS).expect(200);
      assertEquals(0, serve.exit(20), serve::err);
    }
    SERVER.send(tenant.request("GET", settingsOf("held", channel))).expect(200);
  }

  @Test
  void duringTheDelayRequestsAreServedAndTheServerIsNotReady() throws Exception {
    try (Child serve = serve("NOTIFLOWS_SHUTDOWN_DELAY_SECONDS", "5")) {
      Wire wire = wire(serve, "Listening on");
      wire.send(put).expect(200);
      Health.awaitReady(wire, Duration.ofSeconds(5));

      serve.terminate();
      Health.awaitReason(wire, Duration.ofSeconds(2), "shutting_down");
      wire.send(put).expect(200);
      assertEquals(0, serve.exit(20), serve::err);
    }
  }

  @Test
  void aRequestThatTakesTooLongIsBrokenOff() throws Exception {
    try (Child serve = serve("NOTIFLOWS_SHUTDOWN_LIMIT_SECONDS", "1");
        HeldUser held = HeldUser.hold(SERVER, tenant.id(), user)) {
      Wire wire = wire(serve, "Listening on");
      CompletableFuture<Void> request =
          CompletableFuture.runAsync(() -> wire.exchange("PUT / HTTP/1.1\r\nHost: a\r\n"));
      CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> wire.send(put));
      held.awaitWriter();

      long start = System.nanoTime();
      serve.terminate();

      assertEquals(0, serve.exit(15), serve::err);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      assertTrue(seconds < 12, () -> "took " + seconds + " s");
      assertTrue(serve.err().contains("Requests that took too long were broken off"), serve::err);
      assertTrue(answer.handle((any, thrown) -> true).get(30, TimeUnit.SECONDS));
      assertTrue(request.handle((any, thrown) -> true).get(30, TimeUnit.SECONDS));
    }
  }
}
