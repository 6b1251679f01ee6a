package com.notiflows.contract;

import static com.notiflows.contract.Replays.first;
import static com.notiflows.contract.Replays.keyed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Main;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The server is killed between a write and its response: a retry completes the write once. */
class IdempotencyCrashIT {

  private static final int CLIENTS = 6;
  private static final int KILLS = 3;
  private static final int WRITES_PER_KILL = 20;

  private final TestServer database = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("crash");
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder = Artifacts.freshFolder("crash");

  /** Starts a server as a child process, on the database of the tests. */
  private Child serve() {
    Map<String, String> settings = TestServer.toServe(database.environment());
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // starts faster
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve");
    return Child.start(folder, settings, command);
  }

  private static int port(Child server) {
    return Integer.parseInt(server.await("Listening on 127.0.0.1 port (\\d+)").group(1));
  }

  private String count(String table) {
    return database.query(
        "SELECT COUNT(*) FROM " + table + " WHERE project_id = " + HeldUser.hex(tenant.id()));
  }

  @Test
  void nextServerReplaysALostResponse() throws Exception {
    Request create = keyed(tenant.put("/admin/users/lost", Json.of("{'first_name':'Lost'}")));
    try (Child server = serve();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
      socket.getOutputStream().write(create.head());
      socket.getOutputStream().write(create.body());
      while (count("idempotency_keys").equals("0")) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      server.kill(); // before the client reads the response
    }

    try (Child next = serve()) {
      Wire wire = new Wire(port(next));
      Answer answer = wire.send(create).expect(201);

      assertTrue(Replays.isReplay(answer), answer::toString);
      Answer read = wire.send(tenant.request("GET", "/admin/users/lost")).expect(200);
      assertEquals(read.body(), answer.body());
      assertEquals("1", count("users"));
    }
  }

  @Test
  void nextServerRepeatsAnInterruptedWrite() throws Exception {
    UUID user = projects.user(tenant, "cut");
    Request change = keyed(tenant.put("/admin/users/cut", Json.of("{'first_name':'Off'}")));
    try (Child server = serve();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(server));
        HeldUser held = HeldUser.hold(database, tenant.id(), user)) {
      socket.getOutputStream().write(change.head());
      socket.getOutputStream().write(change.body());
      held.awaitWriter();
      server.kill();
    }

    try (Child next = serve()) {
      Wire wire = new Wire(port(next));
      Answer answer = wire.send(change);
      while (answer.status() == 409
          || answer.status() == 503) { // until the database releases the old locks
        TimeUnit.MILLISECONDS.sleep(20);
        answer = wire.send(change);
      }
      assertEquals("Off", first(answer.expect(200)).json().path("first_name").asText());
      Replays.assertReplay(answer, wire.send(change));
    }
  }

  @Test
  void writesAreDoneOnceWhileServersAreKilled() throws Exception {
    Map<String, String> completed = new ConcurrentSkipListMap<>();
    AtomicInteger kills = new AtomicInteger();
    AtomicInteger port = new AtomicInteger();
    AtomicInteger replays = new AtomicInteger();
    Child[] server = {serve()};
    port.set(port(server[0]));
    try {
      Concurrently.run(
          CLIENTS + 1,
          i -> {
            if (i == CLIENTS) {
              for (int kill = 0; kill < KILLS; kill++) {
                awaitWrites(completed, completed.size() + WRITES_PER_KILL + 13 * kill);
                server[0].kill();
                server[0] = serve();
                port.set(port(server[0]));
                kills.incrementAndGet();
              }
              return i;
            }
            for (int n = 0; kills.get() < KILLS; n++) {
              String user = "c" + i + "-" + n;
              HttpResponse<String> answer =
                  sendUntilFinal(port, user, UUID.randomUUID().toString());
              assertEquals(201, answer.statusCode(), answer::body);
              completed.put(user, answer.body());
              answer
                  .headers()
                  .firstValue("idempotency-replayed")
                  .ifPresent(yes -> replays.incrementAndGet());
            }
            return i;
          });

      System.out.println(completed.size() + " writes, " + replays + " of them replayed");
      assertTrue(
          completed.size() >= KILLS * WRITES_PER_KILL,
          () -> "only " + completed.size() + " writes");
      assertEquals(completed.size() + "", count("users"));
      Wire wire = new Wire(port.get());
      completed.forEach(
          (user, body) ->
              assertEquals(
                  body,
                  wire.send(tenant.request("GET", "/admin/users/" + user)).expect(200).body()));
    } finally {
      server[0].close();
    }
  }

  /** Waits for this number of completed writes, at most two minutes. */
  private static void awaitWrites(Map<String, String> completed, int count)
      throws InterruptedException {
    long start = System.nanoTime();
    while (completed.size() < count && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(2)) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Repeats the request until it gets a response other than 409 and 503. */
  private HttpResponse<String> sendUntilFinal(AtomicInteger port, String user, String key)
      throws InterruptedException {
    while (true) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + port.get() + "/admin/users/" + user))
              .timeout(Duration.ofSeconds(10))
              .header("x-notiflows-api-key", tenant.publicKey())
              .header("x-notiflows-secret-key", tenant.secretKey())
              .header("Content-Type", "application/json")
              .header(Replays.HEADER, key)
              .PUT(HttpRequest.BodyPublishers.ofString(Json.of("{'custom_fields':{'n':1}}")))
              .build();
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 409 && answer.statusCode() != 503) {
          return answer;
        }
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(20); // killed; the next server is starting
      }
    }
  }
}
