package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Everything that is stored of a user, locked beside the server: who writes it has to wait. */
final class HeldUser implements AutoCloseable {

  private static final long LIMIT_SECONDS = 10;

  private final TestServer server;
  private final Connection connection;
  private final long claimsBefore;

  private HeldUser(TestServer server, Connection connection) throws SQLException {
    this.server = server;
    this.connection = connection;
    this.claimsBefore = claims();
  }

  static HeldUser hold(TestServer server, UUID project, UUID user) throws SQLException {
    Connection connection = server.connect();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    String of = " WHERE project_id = " + hex(project) + " AND ";
    try (Statement sql = connection.createStatement()) {
      sql.executeQuery("SELECT id FROM users" + of + "id = " + hex(user) + " FOR UPDATE");
      for (String table : new String[] {"channel_settings", "channel_subscriptions"}) {
        sql.executeQuery(
            "SELECT user_id FROM " + table + of + "user_id = " + hex(user) + " FOR UPDATE");
      }
    }
    return new HeldUser(server, connection);
  }

  /** Waits until a write has taken its idempotency key, which is not committed yet. */
  void awaitClaim() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (claims() == claimsBefore) {
      if (System.nanoTime() > end) {
        fail("No write took its idempotency key");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private long claims() throws SQLException {
    try (Connection other = server.connect();
        Statement sql = other.createStatement()) {
      other.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      try (ResultSet rows = sql.executeQuery("SELECT COUNT(*) FROM idempotency_keys")) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  static String hex(UUID id) {
    return "x'" + id.toString().replace("-", "") + "'";
  }

  /** Lets go. */
  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
