package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.spec.BundledSpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The database is reachable but overloaded: requests wait, then fail with 503 and the reason. */
class BusyDatabaseIT {

  private static final int POOL_SIZE = 2;

  /** More than the server has threads. */
  private static final int MANY = 260;

  private static final String BODY = Json.deviceTokens("busy");

  private static final TestServer SERVER = TestServer.get();
  private static final Projects PROJECTS = new Projects(BundledSpec.load());
  private static final Projects.Tenant TENANT = PROJECTS.create("busy");
  private static final UUID CHANNEL = PROJECTS.channel(TENANT, "apns");

  private static Components components;
  private static NotiflowsServer small;

  @BeforeAll
  static void startWithASmallPool() {
    Map<String, String> environment = new HashMap<>(SERVER.environment());
    environment.put("NOTIFLOWS_DB_POOL_SIZE", Integer.toString(POOL_SIZE));
    components = TestServer.components(environment);
    small = TestServer.start(components);
  }

  @AfterAll
  static void stop() {
    small.close();
    components.close();
  }

  @Test
  void waitsForAConnection() throws Exception {
    try (HeldPool held = new HeldPool(components, POOL_SIZE)) {
      CompletableFuture<Answer> answer = send(TENANT.request("GET", "/admin/users"));
      TimeUnit.MILLISECONDS.sleep(2_500); // longer than the wait for an unreachable database
      assertFalse(answer.isDone(), "gave up early");
      held.release();

      answer.get(60, TimeUnit.SECONDS).expect(200);
    }
  }

  @Test
  void requestsWithoutDatabaseDoNotWaitForThreadsThatDo() throws Exception {
    String get = new String(TENANT.request("GET", "/admin/users").head(), ISO_8859_1);
    Wire wire = new Wire(small.port());
    try (HeldPool held = new HeldPool(components, POOL_SIZE);
        Connections waiting = new Connections(small.port())) {
      waiting.open(MANY, get);
      TimeUnit.MILLISECONDS.sleep(500);
      wire.send(Request.of("GET", "/docs/")).expect(200);
      wire.send(Request.of("GET", "/openapi.json")).expect(200);
      wire.send(TENANT.request("GET", "/elsewhere")).expect(404);
      wire.send(Request.of("GET", "/admin/users")).expect(401);
      wire.send(Request.of("GET", "/admin/users").keys("malformed", "sk_")).expect(401);
      assertEquals(0, held.finished(), "the pool is still full");
      long requests = components.database().poolUse().pending();
      assertTrue(requests > 0, "no request waits");
      held.release();

      waiting.answers().forEach(answer -> answer.expect(200));
    }
  }

  @Test
  void distinguishesABusyDatabaseFromAnUnreachableOne() throws Exception {
    Request request = TENANT.request("GET", "/admin/users");
    try (HeldPool held = new HeldPool(components, POOL_SIZE)) {
      long start = System.nanoTime();
      Answer refused = send(request).get(60, TimeUnit.SECONDS);
      long waited = System.nanoTime() - start;

      assertBusy(refused);
      assertTrue(waited >= TimeUnit.SECONDS.toNanos(5), () -> "waited " + waited + " ns");
      assertEquals(0, held.finished());
    }
    send(request).get(60, TimeUnit.SECONDS).expect(200);
  }

  @Test
  void reportsAStatementThatWasKilled() throws Exception {
    UUID user = PROJECTS.user(TENANT, "killed");
    Request put = TENANT.put(settingsOf("killed", CHANNEL), BODY);
    try (HeldUser held = HeldUser.hold(SERVER, TENANT.id(), user)) {
      CompletableFuture<Answer> answer = send(put);
      while (!answer.isDone()) {
        killStatements();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertBusy(answer.get());
    }
    send(put).get(60, TimeUnit.SECONDS).expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "1969, 70100, is too busy",
    "1317, 70100, is too busy",
    "3024, HY000, is too busy",
    "1203, 42000, is too busy",
    "1021, HY000, can't store anything",
    "1030, HY000, can't store anything",
    "1114, HY000, can't store anything",
    "1290, HY000, can't store anything",
    "1836, HY000, can't store anything",
    "1047, 08S01, can't be reached",
    "1205, HY000, Too many concurrent writes to the same data",
    "1213, 40001, Too many concurrent writes to the same data"
  })
  void databaseErrorsReturn503WithRetryAfter(int error, String state, String message)
      throws Exception {
    PROJECTS.user(TENANT, "error-" + error);
    Request put = TENANT.put(settingsOf("error-" + error, CHANNEL), BODY);
    SERVER.sql(
        "CREATE TRIGGER broken BEFORE INSERT ON channel_settings FOR EACH ROW SIGNAL SQLSTATE '"
            + state
            + "' SET MYSQL_ERRNO = "
            + error
            + ", MESSAGE_TEXT = 'HUSH'");
    try {
      Answer refused = send(put).get(60, TimeUnit.SECONDS).expect(503, "service_unavailable");
      String text = refused.json().at("/error/message").asText();
      assertTrue(text.contains(message), text);
      assertEquals("5", refused.headers().get("retry-after"));
    } finally {
      SERVER.sql("DROP TRIGGER broken");
    }
    send(put).get(60, TimeUnit.SECONDS).expect(200);
  }

  private static void assertBusy(Answer answer) {
    answer.expect(503, "service_unavailable");
    String text = answer.json().at("/error/message").asText();
    assertEquals("The database is too busy. Try again in a few seconds.", text);
    assertEquals("5", answer.headers().get("retry-after"));
  }

  private static CompletableFuture<Answer> send(Request request) {
    return CompletableFuture.supplyAsync(() -> new Wire(small.port()).send(request));
  }

  /** Kills all running statements and keeps their connections. */
  private static void killStatements() throws SQLException {
    List<Long> running = new ArrayList<>();
    try (Connection connection = SERVER.connect();
        Statement sql = connection.createStatement()) {
      try (ResultSet rows =
          sql.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE user = '"
                  + SERVER.database().user()
                  + "' AND command IN ('Query', 'Execute') AND id <> CONNECTION_ID()")) {
        while (rows.next()) {
          running.add(rows.getLong(1));
        }
      }
      for (long id : running) {
        sql.execute("KILL QUERY " + id);
      }
    }
  }
}
