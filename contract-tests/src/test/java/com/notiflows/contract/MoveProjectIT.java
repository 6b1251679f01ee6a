package com.notiflows.contract;

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
import java.util.stream.IntStream;
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

  private static CliProject create(String database) {
    String[] users =
        IntStream.rangeClosed(0, WRITERS).mapToObj(i -> "user-" + i).toArray(String[]::new);
    return CliProject.create(new CommandLineRun(SERVER.environmentOf(database)), "slack", users);
  }

  private static Request get(CliProject project, int user) {
    return project.settings("GET", "user-" + user);
  }

  private static Request put(CliProject project, int user, String value) {
    String body = Json.of("{'settings':{'slack_user_id':'%s'}}", value);
    return project.settings("PUT", "user-" + user).json(body);
  }

  @BeforeEach
  void createTheDatabases() {
    dropTheDatabases();
    for (String name : List.of(SOURCE, TARGET)) {
      SERVER.sql("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
      new CommandLineRun(SERVER.environmentOf(name)).run("migrate");
    }
  }

  @AfterEach
  void dropTheDatabases() {
    SERVER.sql("DROP DATABASE IF EXISTS " + SOURCE);
    SERVER.sql("DROP DATABASE IF EXISTS " + TARGET);
  }

  @Test
  void aProjectMovesWhileItServes() throws Exception {
    CliProject mover = create(SOURCE);
    CliProject neighbour = create(SOURCE);
    CliProject resident = create(TARGET);
    try (Components old = TestServer.components(SERVER.environmentOf(SOURCE));
        NotiflowsServer oldServer = TestServer.start(old);
        Components next = TestServer.components(SERVER.environmentOf(TARGET));
        NotiflowsServer nextServer = TestServer.start(next)) {
      Wire source = new Wire(oldServer.port());
      Wire target = new Wire(nextServer.port());
      Request once = put(mover, WRITERS, "once").header("Idempotency-Key", "a-key");
      Answer written = source.send(once).expect(200);
      Answer read = source.send(get(mover, WRITERS)).expect(200);

      List<Integer> last = moveUnderLoad(mover, source, target);

      for (int i = 0; i < WRITERS; i++) {
        assertTrue(last.get(i) > 0);
        assertEquals("v" + last.get(i), value(target.send(get(mover, i))), "nothing is lost");
      }
      assertEquals(read.body(), target.send(get(mover, WRITERS)).expect(200).body());
      assertEquals(
          read.headers().get("etag"), target.send(get(mover, WRITERS)).headers().get("etag"));
      assertEquals(written.body(), target.send(once).expect(200).body(), "a stored response");
      target.send(put(mover, WRITERS, "twice").header("Idempotency-Key", "a-key")).expect(409);
      execute(mover, "DELETE FROM " + SOURCE + ".%1$s WHERE %2$s");
      source.send(get(mover, 0)).expect(401);
      source.send(put(neighbour, 0, "stays")).expect(200);
      target.send(put(resident, 0, "stays")).expect(200);
    }
  }

  /** Returns the number of the last write of each client. */
  private List<Integer> moveUnderLoad(CliProject mover, Wire source, Wire target) throws Exception {
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

  private int write(CliProject project, int user) {
    int count = 0;
    while (!isDone.get()) {
      fence.readLock().lock();
      try {
        shard.send(put(project, user, "v" + ++count)).expect(200);
      } finally {
        fence.readLock().unlock();
      }
    }
    return count;
  }

  private int read(CliProject project) {
    while (!isDone.get()) {
      shard.send(get(project, WRITERS)).expect(200);
      reads.incrementAndGet();
    }
    return reads.get();
  }

  private int move(CliProject project, Wire target) throws Exception {
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
  private static void execute(CliProject project, String template) throws SQLException {
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
