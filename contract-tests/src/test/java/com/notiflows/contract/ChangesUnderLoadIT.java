package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.spec.BundledSpec;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A reader that follows the changes has what the tables have, after concurrent writes on two
 * servers of which one is killed.
 */
@Timeout(300)
class ChangesUnderLoadIT {

  private static final int WRITERS = 32;
  private static final int WRITES = 40;
  private static final int USERS = 12;
  private static final long SEED = 20261127;

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Tenant tenant = projects.create("load");
  private final UUID apns = projects.channel(tenant, "apns");
  private final UUID fcm = projects.channel(tenant, "fcm");
  private final UUID slack = projects.channel(tenant, "slack");
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicBoolean isKilled = new AtomicBoolean();

  private Request randomWrite(Random random) {
    String user = "u" + random.nextInt(USERS);
    UUID mobile = random.nextBoolean() ? apns : fcm;
    String token = "t" + random.nextInt(30); // few, so that they move between users
    return switch (random.nextInt(10)) {
      case 0 -> tenant.request("DELETE", "/admin/users/" + user);
      case 1, 2 -> tenant.put("/admin/users/" + user, "{\"locale\":\"de\"}");
      case 3 -> tenant.request("DELETE", settingsOf(user, mobile));
      case 4 ->
          tenant.put(
              settingsOf(user, slack),
              Json.of("{'settings':{'slack_user_id':'U%s'}}", random.nextInt(9)));
      case 5, 6 ->
          tenant
              .request("PATCH", settingsOf(user, mobile))
              .json(Json.of("{'devices':[{'device_token':'%s'}]}", token));
      case 7 ->
          tenant
              .request("POST", "/admin/channel-settings/bulk")
              .json(
                  Json.of(
                      "{'mode':'partial','items':["
                          + "{'user_id':'%s','channel_id':'%s','settings':{'device_tokens':['%s']}},"
                          + "{'user_id':'%s','channel_id':'%s','settings':{'slack_user_id':'U'}}]}",
                      user, mobile, token, "u" + random.nextInt(USERS), slack));
      default -> tenant.put(settingsOf(user, mobile), Json.deviceTokens(token, token + "x"));
    };
  }

  private void write(int writer, Supplier<Wire> node, BooleanSupplier mayFail) {
    Random random = new Random(SEED + writer);
    for (int i = 0; i < WRITES; i++) {
      int status = send(node.get(), randomWrite(random), mayFail);
      assertTrue(status < 500 || status == 503, () -> "status " + status);
      if (status < 300) {
        written.incrementAndGet();
      }
    }
  }

  /** Returns the status; 503 if the server was killed: then the write may be stored or not. */
  private static int send(Wire node, Request request, BooleanSupplier mayFail) {
    try {
      return node.send(request).status();
    } catch (AssertionError | UncheckedIOException e) {
      if (mayFail.getAsBoolean()) {
        return 503;
      }
      throw e;
    }
  }

  private ChangeReader follow(CompletableFuture<Void> end) {
    ChangeReader reader = new ChangeReader(tenant, 0);
    while (!end.isDone()) {
      reader.apply(server.send(reader.next("&limit=50&wait_seconds=1")).expect(200).json());
    }
    return reader.readAll(server.wire());
  }

  @Test
  void readerHasWhatTheTablesHave() throws Exception {
    try (Child second = serve("first-life")) {
      Wire wire = wire(second);
      CompletableFuture<Void> end = new CompletableFuture<>();
      CompletableFuture<ChangeReader> reader = CompletableFuture.supplyAsync(() -> follow(end));
      Concurrently.run(
          WRITERS + 1,
          i -> {
            if (i == WRITERS) {
              while (written.get() < WRITERS * WRITES / 4) {
                Thread.sleep(10);
              }
              isKilled.set(true);
              second.kill();
            } else {
              boolean isSecond = i % 4 == 0;
              write(i, isSecond ? () -> wire : server::wire, () -> isSecond && isKilled.get());
            }
            return i;
          });
      end.complete(null);

      ChangeReader read = reader.get();

      try (Connection connection = server.connect()) {
        assertEquals(ChangeReader.stateOf(connection, tenant.id()), read.state());
      }
      assertTrue(read.position() > WRITERS * WRITES / 4, () -> "position " + read.position());
      new CommandLineRun(server.environment()).run("changes", "verify", "--project", tenant.id());
    }
  }

  private Child serve(String folder) {
    return Distribution.unpack("changes-" + folder)
        .run(TestServer.toServe(server.environment()), "serve");
  }

  private static Wire wire(Child process) {
    return new Wire(Integer.parseInt(process.await("Listening on 127.0.0.1 port (\\d+)").group(1)));
  }
}
