package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Locks all rows of a user in a transaction of its own, so that writes to this user wait. */
final class HeldUser implements AutoCloseable {

  private static final long LIMIT_SECONDS = 10;

  private final TestServer server;
  private final Connection connection;

  private HeldUser(TestServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  static HeldUser hold(TestServer server, UUID project, UUID user) throws SQLException {
    Connection connection = server.connect();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    String of = " WHERE project_id = " + hex(project) + " AND ";
    try (Statement sql = connection.createStatement()) {
      sql.executeQuery("SELECT id FROM users" + of + "id = " + hex(user) + " FOR UPDATE");
      for (String table : new String[] {"channel_settings", "endpoints"}) {
        sql.executeQuery( // another index would also lock rows of other users
            "SELECT user_id FROM "
                + table
                + " FORCE INDEX (PRIMARY)"
                + of
                + "user_id = "
                + hex(user)
                + " FOR UPDATE");
      }
    }
    return new HeldUser(server, connection);
  }

  /** Waits until a write is blocked by the lock. */
  void awaitWriter() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    String waiting =
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST"
            + " WHERE info LIKE '%FOR UPDATE%' AND info NOT LIKE '%NOWAIT%'"
            + " AND id <> CONNECTION_ID()";
    while (server.query(waiting).equals("0")) {
      if (System.nanoTime() > end) {
        fail("No write waits for the user");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  static String hex(UUID id) {
    return "x'" + id.toString().replace("-", "") + "'";
  }

  /** Releases the locks. */
  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
