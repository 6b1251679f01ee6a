package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Patience;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a statement that the database does not prepare. */
class UnpreparedFallbackIT {

  private static final int ROOM = 2;
  private static final String HALF = "SELECT ? / 2";

  /** ER_NO_SUCH_TABLE. */
  private static final int UNKNOWN_TABLE = 1146;

  private static EmbeddedDatabase server;
  private static TrackedConnections connections;

  @BeforeAll
  static void start(@TempDir Path folder) {
    EmbeddedDatabase.Product product =
        EmbeddedDatabase.Product.of(System.getProperty("db", "mariadb"));
    server =
        EmbeddedDatabase.start(
            product, folder.resolve("data"), line -> {}, "--max-prepared-stmt-count=" + ROOM);
    DatabaseConfig config =
        new DatabaseConfig(server.jdbcUrl(), server.user(), server.password(), 2, false);
    connections = PoolSettings.connections(PoolSettings.of(config));
  }

  @AfterAll
  static void stop() {
    connections.close();
    server.close();
  }

  @Test
  void runsUnpreparedWhereTheDatabaseHasNoRoom() throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement first = connection.prepareStatement("SELECT 1");
        PreparedStatement second = connection.prepareStatement("SELECT 2")) {
      assertTrue(first.execute() && second.execute());
      assertEquals(ROOM, prepared(connection));

      assertEquals(21, half(connection, 42));
      assertEquals(ROOM, prepared(connection));
    }
  }

  private static int half(Connection connection, int number) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HALF)) {
      statement.setInt(1, number);
      try (ResultSet rows = statement.executeQuery()) {
        assertTrue(rows.next());
        return rows.getInt(1);
      }
    }
  }

  private static int prepared(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'")) {
      assertTrue(rows.next());
      return rows.getInt(2);
    }
  }

  /** The database frees the statements of a closed connection a moment later. */
  private static void awaitRoom(Connection connection) {
    assertTrue(
        Patience.until(
            Duration.ofSeconds(20),
            () -> {
              try {
                return prepared(connection) == 0;
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            }));
  }

  /** A node of a cluster can undo a transaction at any time, and reports that only once. */
  @Test
  void reportsAnyOtherFailureOfAPreparation() throws SQLException {
    try (Connection connection = connections.getConnection()) {
      awaitRoom(connection);
      SQLException failure =
          assertThrows(
              SQLException.class,
              () -> connection.prepareStatement("SELECT 1 FROM missing").close());

      assertEquals(UNKNOWN_TABLE, failure.getErrorCode());
    }
  }
}
