package com.notiflows.server.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A JVM with a database is killed (SIGKILL); the next start in its folder must work. */
class KilledJvmIT {

  private static final Path FOLDER = Path.of("target", "embedded", "killed");

  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  @AfterEach
  void emptyFolder() throws IOException {
    Folders.delete(FOLDER);
  }

  @Test
  void serverStopsWhenItsJvmIsKilled() throws IOException {
    try (HolderProcess holder = HolderProcess.start(EmbeddedDatabaseIT.PRODUCT, FOLDER)) {
      long server = holder.awaitServer();
      assertTrue(Processes.isAlive(server));

      holder.kill();

      assertTrue(Processes.allGoneFrom(FOLDER), "still there: " + server);
    }
  }

  @Test
  void nextStartWorksAtOnce() throws IOException, SQLException {
    try (HolderProcess holder = HolderProcess.start(EmbeddedDatabaseIT.PRODUCT, FOLDER)) {
      long server = holder.awaitServer();
      holder.kill();

      assertStartsWithTheRowOfTheHolder();
      assertFalse(Processes.isAlive(server));
    }
  }

  @Test
  void nextStartStopsAnOrphanedServer() throws IOException, SQLException {
    try (HolderProcess holder = HolderProcess.start(EmbeddedDatabaseIT.PRODUCT, FOLDER)) {
      long server = holder.awaitServer();
      Processes.killWatchersOf(FOLDER);
      holder.kill();
      Processes.pauseForSignals();
      assertTrue(Processes.isAlive(server), "the test needs an orphan");

      assertStartsWithTheRowOfTheHolder();
      assertFalse(Processes.isAlive(server));
      assertTrue(progress.get(0).startsWith("Stopping the database"), progress.toString());
    }
  }

  @Test
  void incompleteDatabaseIsCreatedAgain() throws IOException, SQLException {
    DataFolder folder = DataFolder.in(FOLDER, EmbeddedDatabaseIT.PRODUCT);
    try (HolderProcess holder = HolderProcess.start(EmbeddedDatabaseIT.PRODUCT, FOLDER)) {
      holder.awaitLine("Creating");
      Path early = folder.draft().resolve("ibdata1");
      assertTrue(Patience.until(Duration.ofSeconds(10), () -> Files.exists(early)));
      holder.kill();
    }
    assertTrue(Files.exists(folder.draft()), "the test needs a half-created one");
    assertFalse(folder.isInitialised());

    try (EmbeddedDatabase database = start()) {
      Rows.create(database);
      assertEquals(List.of(), Rows.all(database));
    }
  }

  private void assertStartsWithTheRowOfTheHolder() throws SQLException {
    try (EmbeddedDatabase database = start()) {
      assertEquals(List.of("from the holder"), Rows.all(database));
    }
  }

  private EmbeddedDatabase start() {
    return EmbeddedDatabase.start(EmbeddedDatabaseIT.PRODUCT, FOLDER, progress::add);
  }
}
