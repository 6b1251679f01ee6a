package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.embedded.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backup while the server serves, and restore, as docs/backup.md describes them. */
class BackupIT {

  private static final TestServer SERVER = TestServer.get();
  private static final String SOURCE = "notiflows_backup";
  private static final String TARGET = "notiflows_restored";
  private static final int WRITERS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path DUMP_COMMAND = Path.of("/usr/bin/mariadb-dump");

  private final Path folder = Artifacts.freshFolder("backup");
  private final Map<String, String> settings = SERVER.environmentOf(SOURCE);
  private final CommandLineRun cli = new CommandLineRun(settings);

  private CliProject project = new CliProject("", "", "", "");

  @BeforeEach
  void createADatabase() {
    assumeTrue(Files.isExecutable(DUMP_COMMAND), "apt-get install mariadb-client");
    dropTheDatabases();
    SERVER.sql("CREATE DATABASE " + SOURCE + " CHARACTER SET utf8mb4");
    SERVER.sql("CREATE DATABASE " + TARGET + " CHARACTER SET utf8mb4");
    cli.run("migrate");
    String[] users = IntStream.range(0, WRITERS).mapToObj(i -> "user-" + i).toArray(String[]::new);
    project = CliProject.create(cli, "apns", users);
  }

  @AfterEach
  void dropTheDatabases() {
    SERVER.sql("DROP DATABASE IF EXISTS " + SOURCE);
    SERVER.sql("DROP DATABASE IF EXISTS " + TARGET);
  }

  @Test
  void aBackupUnderLoadIsConsistentAndCompleteAndLossless() throws Exception {
    int[] acknowledgedBefore = new int[WRITERS];
    int[] sent = new int[WRITERS];
    Path backup = folder.resolve("backup.sql");
    AtomicBoolean isDone = new AtomicBoolean();
    try (Components components = TestServer.components(settings);
        NotiflowsServer server = TestServer.start(components)) {
      components.database().prepare(false);
      Wire wire = new Wire(server.port());
      int[] acknowledged = new int[WRITERS];
      Concurrently.run(
          WRITERS + 1,
          index -> {
            if (index == WRITERS) {
              try {
                TimeUnit.SECONDS.sleep(1);
                assertTrue(
                    Patience.until(LIMIT, () -> IntStream.of(acknowledged).allMatch(n -> n > 0)),
                    "every writer has written");
                System.arraycopy(acknowledged, 0, acknowledgedBefore, 0, WRITERS);
                dump(SOURCE, backup);
              } finally {
                isDone.set(true);
              }
              return 0;
            }
            while (!isDone.get()) {
              sent[index]++;
              wire.send(put(index, sent[index])).expect(200);
              acknowledged[index] = sent[index];
            }
            return 0;
          });
      assertTrue(
          IntStream.range(0, WRITERS).anyMatch(i -> acknowledged[i] > acknowledgedBefore[i]),
          "written while the backup ran");
    }

    restore(backup);

    Path again = folder.resolve("again.sql");
    dump(TARGET, again);
    assertEquals(-1, Files.mismatch(backup, again), "nothing is lost by the restore");
    try (Components components = TestServer.components(SERVER.environmentOf(TARGET));
        NotiflowsServer server = TestServer.start(components)) {
      components.database().prepare(true);
      Wire wire = new Wire(server.port());
      for (int i = 0; i < WRITERS; i++) {
        JsonNode tokens =
            wire.send(request("GET", i)).expect(200).json().at("/settings/device_tokens");
        int number = Integer.parseInt(tokens.path(0).asText().replaceAll(".*-", ""));
        assertEquals(Json.array(tokens(i, number)), tokens.toString(), "a write is whole");
        assertTrue(number >= acknowledgedBefore[i] && number <= sent[i], "of this time: " + number);
        wire.send(put(i, 1)).expect(200);
      }
    }
  }

  private static String[] tokens(int user, int number) {
    return new String[] {user + "-first-" + number, user + "-second-" + number};
  }

  private Request put(int user, int number) {
    return request("PUT", user).json(Json.deviceTokens(tokens(user, number)));
  }

  private Request request(String method, int user) {
    return project.settings(method, "user-" + user);
  }

  private void dump(String database, Path file) throws IOException {
    List<String> command = client(DUMP_COMMAND.toString());
    command.addAll(
        List.of(
            "--single-transaction",
            "--quick",
            "--no-tablespaces",
            "--order-by-primary",
            "--skip-comments"));
    command.add("--result-file=" + file);
    command.add(database);
    run(command);
  }

  private void restore(Path file) throws IOException {
    List<String> command = client("mariadb");
    command.add("--execute=source " + file);
    command.add(TARGET);
    run(command);
  }

  private void run(List<String> command) {
    Map<String, String> password = Map.of("MYSQL_PWD", SERVER.database().password());
    try (Child child = Child.start(folder, password, command)) {
      assertEquals(0, child.exit(), child::err);
    }
  }

  private static List<String> client(String program) {
    URI url = URI.create(SERVER.database().jdbcUrl().substring("jdbc:".length()));
    return new ArrayList<>(
        List.of(
            program,
            "--no-defaults",
            "--protocol=tcp",
            "--host=" + url.getHost(),
            "--port=" + url.getPort(),
            "--user=" + SERVER.database().user(),
            "--default-character-set=utf8mb4"));
  }
}
