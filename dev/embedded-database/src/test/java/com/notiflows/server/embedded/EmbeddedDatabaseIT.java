package com.notiflows.server.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Start, stop, kill and locking of a database, in a folder with special characters in its name. The
 * system property {@code db} chooses the product: {@code mariadb}, {@code mariadb10} or {@code
 * mysql8}.
 */
class EmbeddedDatabaseIT {

  static final Product PRODUCT = Product.of(System.getProperty("db", "mariadb"));

  // longer than a socket address allows, with characters that shells and option parsers treat
  // specially
  private static final Path FOLDER =
      Path.of("target", "embedded", "it's a \"folder\" $HOME; 100% #1 " + "long ".repeat(25) + "x");

  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() throws IOException {
    Folders.delete(FOLDER);
    database = EmbeddedDatabase.start(PRODUCT, FOLDER, System.out::println);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
    Folders.delete(FOLDER);
  }

  @BeforeEach
  void emptyTable() throws SQLException {
    Rows.execute(database, "DROP TABLE IF EXISTS note");
    Rows.create(database);
  }

  @Test
  void keepsItsDataAfterCloseAndStart() throws SQLException {
    Rows.add(database, "kept");

    database.close();
    database = EmbeddedDatabase.start(PRODUCT, FOLDER, System.out::println);

    assertEquals(List.of("kept"), Rows.all(database));
  }

  @Test
  void keepsCommittedRowsAfterKillAndRestart() throws SQLException {
    long pid = database.pid();
    String url = database.jdbcUrl();
    Rows.add(database, "committed");

    database.kill();
    assertThrows(SQLException.class, () -> Rows.all(database));
    database.restart();

    assertEquals(List.of("committed"), Rows.all(database));
    assertEquals(url, database.jdbcUrl());
    assertNotEquals(pid, database.pid());
  }

  @Test
  void closeStopsAllProcesses() throws IOException {
    long pid = database.pid();

    database.close();
    database.close();

    assertFalse(Processes.isAlive(pid));
    assertTrue(Processes.allGoneFrom(FOLDER), "a watcher is left");
    database.restart();
  }

  @Test
  void secondStartOnTheSameFolderFails() throws IOException, SQLException {
    Rows.add(database, "undisturbed");

    EmbeddedDatabaseException here =
        assertThrows(
            EmbeddedDatabaseException.class,
            () -> EmbeddedDatabase.start(PRODUCT, FOLDER, System.out::println));
    String elsewhere;
    try (HolderProcess other = HolderProcess.start(PRODUCT, FOLDER)) {
      elsewhere = other.awaitLine("refused");
    }

    for (String message : List.of(String.valueOf(here.getMessage()), elsewhere)) {
      assertTrue(message.contains(FOLDER.toRealPath() + " is in use"), message);
      assertTrue(message.contains("NOTIFLOWS_DATA_DIR"), message);
    }
    assertEquals(List.of("undisturbed"), Rows.all(database));
  }

  @Test
  void survivesAnInterruptFromTheTerminal() throws IOException, SQLException {
    Processes.signal("INT", database.pid());
    Processes.pauseForSignals();

    assertEquals(List.of(), Rows.all(database));
  }

  @Test
  void startFailureExplainsTheCause() throws IOException {
    database.close();

    EmbeddedDatabaseException failure =
        assertThrows(
            EmbeddedDatabaseException.class,
            () -> EmbeddedDatabase.start(PRODUCT, FOLDER, System.out::println, "--no-such-thing"));
    database.restart();

    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains(FOLDER.toRealPath() + "/" + PRODUCT.key() + ".log"), message);
    assertTrue(message.contains("unknown option '--no-such-thing'"), message);
    assertTrue(Files.size(FOLDER.resolve(PRODUCT.key() + ".log")) > 0);
  }
}
