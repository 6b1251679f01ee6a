package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients disconnect while their writes wait for a lock: no other client is affected, and nothing
 * leaks.
 */
@Timeout(240)
class AbandonedWritesIT {

  /** ROUNDS * CLIENTS is more than the size of the connection pool. */
  private static final int ROUNDS = 5;

  private static final int CLIENTS = 4;

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("abandoned");
  private final UUID channel = projects.channel(tenant, "apns");
  private final UUID user = projects.user(tenant, "held");
  private final String path = settingsOf("held", channel);

  private static String tokens(Answer answer) {
    return answer.json().at("/settings/device_tokens").toString();
  }

  private Socket send(Request request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write(request.head());
    socket.getOutputStream().write(request.body());
    return socket;
  }

  /** Resets the connection, like a phone that loses its network. */
  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Whether a server thread executes a write. Doesn't see virtual threads. */
  private static boolean isAnyWriting() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .anyMatch(frame -> frame.getClassName().equals("com.notiflows.server.write.WriteQueue"));
  }

  private String transactions() {
    return server.query(
        "SELECT COUNT(*) FROM information_schema.processlist WHERE user = '"
            + server.database().user()
            + "' AND command IN ('Query', 'Execute') AND id <> CONNECTION_ID()");
  }

  private void awaitEndOfWrites() throws InterruptedException {
    while (isAnyWriting() || !transactions().equals("0")) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void abandonedWritesDoNotAffectOtherClients() throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      projects.user(tenant, "other-" + i);
    }
    for (int round = 0; round < ROUNDS; round++) {
      String name = "round-" + round;
      List<String> abandoned = new ArrayList<>();
      try (HeldUser held = HeldUser.hold(server, tenant.id(), user)) {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          abandoned.add(Json.array(name + "-" + i));
          sockets.add(send(tenant.put(path, Json.deviceTokens(name + "-" + i))));
        }
        held.awaitWriter();
        for (Socket socket : sockets) {
          reset(socket);
        }
        assertOtherUsersCanWrite(name);
      }
      awaitEndOfWrites();

      Answer read = server.send(tenant.request("GET", path));
      if (read.status() == 200) {
        String stored = tokens(read);
        assertTrue(abandoned.contains(stored) || stored.equals(last(round - 1)), stored);
      } else {
        read.expect(404, "not_found");
      }
      String token = "last-" + round;
      assertEquals(
          last(round), tokens(server.send(tenant.put(path, Json.deviceTokens(token))).expect(200)));
      assertEquals(last(round), tokens(server.send(tenant.request("GET", path)).expect(200)));
    }
    assertOtherUsersCanWrite("end");
  }

  private static String last(int round) {
    return Json.array("last-" + round);
  }

  /** Concurrent writes of other users on the channel succeed and return their own tokens. */
  private void assertOtherUsersCanWrite(String name) throws Exception {
    List<Answer> answers =
        Concurrently.run(
            CLIENTS,
            i ->
                server.send(
                    tenant.put(
                        settingsOf("other-" + i, channel),
                        Json.deviceTokens(name + "-other-" + i))));
    for (int i = 0; i < CLIENTS; i++) {
      Answer answer = answers.get(i).expect(200);
      assertEquals(Json.array(name + "-other-" + i), tokens(answer));
      Answer read = server.send(tenant.request("GET", settingsOf("other-" + i, channel)));
      assertEquals(answer.body(), read.expect(200).body());
    }
  }

  @Test
  void retryOfAnAbandonedWriteReturnsItsOutcome() throws Exception {
    Request add =
        Replays.keyed(tenant.request("PATCH", path))
            .json(Json.of("{'device_tokens':{'add':['phone']}}"));
    try (HeldUser held = HeldUser.hold(server, tenant.id(), user)) {
      Socket socket = send(add);
      held.awaitWriter();
      reset(socket);
    }

    Answer answer = server.send(add);
    while (Set.of(409, 503).contains(answer.status())) {
      TimeUnit.MILLISECONDS.sleep(20);
      answer = server.send(add);
    }

    assertEquals(Json.array("phone"), tokens(answer.expect(200)));
    Replays.assertReplay(answer, server.send(add));
    assertEquals(Json.array("phone"), tokens(server.send(tenant.request("GET", path)).expect(200)));
  }
}
