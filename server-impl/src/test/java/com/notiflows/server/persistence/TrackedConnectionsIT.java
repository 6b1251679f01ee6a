package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Frozen;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statements that a frozen database does not answer are aborted, and count as sent. */
@Timeout(180)
class TrackedConnectionsIT {

  @Test
  void aCommitThatIsUnderWayFailsAsSentAndNoConnectionIsOpenedBeforeTheResumption(
      @TempDir Path folder) throws Exception {
    EmbeddedDatabase.Product product =
        EmbeddedDatabase.Product.of(System.getProperty("db", "mariadb"));
    try (EmbeddedDatabase server =
        EmbeddedDatabase.start(product, folder.resolve("data"), line -> {})) {
      DatabaseConfig config =
          new DatabaseConfig(server.jdbcUrl(), server.user(), server.password(), 2, false);
      TrackedConnections connections = PoolSettings.connections(PoolSettings.of(config));
      Connection connection = connections.getConnection();
      execute(connection, "START TRANSACTION");
      CompletableFuture<DatabaseException> commit;
      CompletableFuture<Connection> next;
      Frozen frozen = Frozen.process(server.pid());
      try {
        commit = CompletableFuture.supplyAsync(() -> failure(connection, "COMMIT"));
        TimeUnit.MILLISECONDS.sleep(500); // it is sent
        assertFalse(commit.isDone());
        connections.pause();

        DatabaseException failure = commit.get(10, TimeUnit.SECONDS);
        assertEquals(DatabaseException.Kind.AWAY, failure.kind());
        assertFalse(failure.isUnsent(), "it may be committed, so it must not be tried again");
        assertTrue(failure(connection, "SELECT 1").isUnsent());
        next = CompletableFuture.supplyAsync(() -> open(connections));
      } finally {
        frozen.close();
      }
      TimeUnit.MILLISECONDS.sleep(300);
      assertFalse(next.isDone(), "opened during the pause");
      connections.resume();
      try (Connection opened = next.get(30, TimeUnit.SECONDS)) {
        execute(opened, "SELECT 1");
      }
      connections.pause();
      CompletableFuture<Connection> late = CompletableFuture.supplyAsync(() -> open(connections));
      connections.close();
      assertThrows(Exception.class, () -> late.get(30, TimeUnit.SECONDS));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static DatabaseException failure(Connection connection, String sql) {
    return SqlErrors.convert(assertThrows(SQLException.class, () -> execute(connection, sql)));
  }

  private static Connection open(TrackedConnections connections) {
    try {
      return connections.getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
