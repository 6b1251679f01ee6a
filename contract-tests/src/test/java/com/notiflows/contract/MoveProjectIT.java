package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Moves a project to another database, as docs/scaling.md describes it: reads go on, and a proxy
 * holds back the writes while the rows are copied.
 */
class MoveProjectIT {

  private static final TestServer SERVER = TestServer.get();
  private static final String SOURCE = "notiflows_source";
  private static final String TARGET = "notiflows_target";
  private static final int WRITERS = 3;

  private final ReadWriteLock fence = new ReentrantReadWriteLock();
  private final AtomicBoolean isDone = new AtomicBoolean();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Wire shard = SERVER.wire();

  /** A project with users {@code user-0} and so on, and a channel. */
  private record Project(String id, String publicKey, String secretKey, String channel) {

    static Project create(String database) {
      CommandLineRun cli = new CommandLineRun(onDatabase(database));
      String id = cli.json("projects", "create", "First", "--json").path("id").asText();
      String channel =
          cli.json(
                  "channels",
                  "create",
                  "--project",
                  id,
                  "--provider",
                  "slack",
                  "--handle",
                  "chat",
                  "--json")
              .path("id")
              .asText();
      for (int i = 0; i <= WRITERS; i++) {
        cli.run("users", "create", "--project", id, "user-" + i);
      }
      return new Project(id, key(cli, id, "public"), key(cli, id, "secret"), channel);
    }

    private static String key(CommandLineRun cli, String id, String kind) {
      return cli.json("keys", "create", "--project", id, "--kind", kind, "--json")
          .path("key")
          .asText();
    }

    Request get(int user) {
      return request("GET", user);
    }

    Request put(int user, String value) {
      return request("PUT", user).json(Json.of("{'settings':{'slack_user_id':'%s'}}", value));
    }

    private Request request(String method, int user) {
      return Request.of(method, settingsOf("user-" + user, channel)).keys(publicKey, secretKey);
    }
  }

  private static Map<String, String> onDatabase(String name) {
    Map<String, String> settings = new TreeMap<>(SERVER.environment());
    settings.computeIfPresent(
        "NOTIFLOWS_DB_URL", (key, url) -> url.replaceFirst("/notiflows(\\?|$)", "/" + name + "$1"));
    return settings;
  }

  @BeforeEach
  void createTheDatabases() {
    dropTheDatabases();
    for (String name : List.of(SOURCE, TARGET)) {
      SERVER.sql("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      new CommandLineRun(onDatabase(name)).run("migrate");
    }
  }

  @AfterEach
  void dropTheDatabases() {
    SERVER.sql("DROP DATABASE IF EXISTS " + SOURCE);
    SERVER.sql("DROP DATABASE IF EXISTS " + TARGET);
  }

  @Test
  void aProjectMovesWhileItServes() throws Exception {
    Project mover = Project.create(SOURCE);
    Project neighbour = Project.create(SOURCE);
    Project resident = Project.create(TARGET);
    try (Components old = TestServer.components(onDatabase(SOURCE));
        NotiflowsServer oldServer = TestServer.start(old);
        Components next = TestServer.components(onDatabase(TARGET));
        NotiflowsServer nextServer = TestServer.start(next)) {
      Wire source = new Wire(oldServer.port());
      Wire target = new Wire(nextServer.port());
      Request once = mover.put(WRITERS, "once").header("Idempotency-Key", "a-key");
      Answer written = source.send(once).expect(200);
      Answer read = source.send(mover.get(WRITERS)).expect(200);

      List<Integer> last = moveUnderLoad(mover, source, target);

      for (int i = 0; i < WRITERS; i++) {
        assertTrue(last.get(i) > 0);
        assertEquals("v" + last.get(i), value(target.send(mover.get(i))), "nothing is lost");
      }
      assertEquals(read.body(), target.send(mover.get(WRITERS)).expect(200).body());
      assertEquals(
          read.headers().get("etag"), target.send(mover.get(WRITERS)).headers().get("etag"));
      assertEquals(written.body(), target.send(once).expect(200).body(), "a stored response");
      target.send(mover.put(WRITERS, "twice").header("Idempotency-Key", "a-key")).expect(409);
      execute(mover, "DELETE FROM " + SOURCE + ".%1$s WHERE %2$s");
      source.send(mover.get(0)).expect(401);
      source.send(neighbour.put(0, "stays")).expect(200);
      target.send(resident.put(0, "stays")).expect(200);
    }
  }

  /** Returns the number of the last write of each client. */
  private List<Integer> moveUnderLoad(Project mover, Wire source, Wire target) throws Exception {
    shard = source;
    return Concurrently.run(
            WRITERS + 2,
            index -> {
              try {
                return switch (index - WRITERS) {
                  case 0 -> read(mover);
                  case 1 -> move(mover, target);
                  default -> write(mover, index);
                };
              } finally {
                isDone.set(true); // also if one of them fails
              }
            })
        .subList(0, WRITERS);
  }

  private int write(Project project, int user) {
    int count = 0;
    while (!isDone.get()) {
      fence.readLock().lock();
      try {
        shard.send(project.put(user, "v" + ++count)).expect(200);
      } finally {
        fence.readLock().unlock();
      }
    }
    return count;
  }

  private int read(Project project) {
    while (!isDone.get()) {
      shard.send(project.get(WRITERS)).expect(200);
      reads.incrementAndGet();
    }
    return reads.get();
  }

  private int move(Project project, Wire target) throws Exception {
    awaitReads();
    fence.writeLock().lock();
    try {
      execute(
          project,
          "INSERT INTO " + TARGET + ".%1$s (%3$s) SELECT %3$s FROM " + SOURCE + ".%1$s WHERE %2$s");
      awaitReads();
      shard = target;
    } finally {
      fence.writeLock().unlock();
    }
    awaitReads();
    return 0;
  }

  /** Reads go on, whether or not writes wait. */
  private void awaitReads() throws InterruptedException {
    int before = reads.get();
    while (reads.get() < before + 20 && !isDone.get()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String value(Answer answer) {
    return answer.expect(200).json().at("/settings/slack_user_id").asText();
  }

  /**
   * Runs a statement for each table that has data of the project.
   *
   * @param template contains the table, the condition, and the columns that are not generated
   */
  private static void execute(Project project, String template) throws SQLException {
    String id = "x'" + project.id().replace("-", "") + "'";
    try (Connection connection = SERVER.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION foreign_key_checks = 0");
      Map<String, List<String>> tables = columns(statement);
      assertTrue(tables.size() >= 11, tables::toString);
      for (Map.Entry<String, List<String>> table : tables.entrySet()) {
        String key = table.getKey().equals("projects") ? "id = " : "project_id = ";
        statement.execute(
            template.formatted(table.getKey(), key + id, String.join(", ", table.getValue())));
      }
    }
  }

  private static Map<String, List<String>> columns(Statement statement) throws SQLException {
    Map<String, List<String>> tables = new TreeMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '"
                + SOURCE
                + "' AND table_name <> 'flyway_schema_history' AND extra NOT LIKE '%GENERATED%'"
                + " ORDER BY table_name, ordinal_position")) {
      while (rows.next()) {
        tables.computeIfAbsent(rows.getString(1), name -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return tables;
  }
}
