package com.notiflows.server.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.ibatis.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * A transaction between {@code START TRANSACTION} and {@code COMMIT}. That of MyBatis turns the
 * connection's autocommit off, and on again behind the commit: one more round trip to the database.
 */
final class PlainTransaction implements Transaction {

  private final DataSource pool;
  private final boolean isAutoCommit;
  private final Runnable onReply;
  private @Nullable Connection connection;
  private boolean isOpen;

  /**
   * Takes a connection when one is needed.
   *
   * @param isAutoCommit whether each statement commits by itself
   * @param onReply runs when the database has answered
   */
  PlainTransaction(DataSource pool, boolean isAutoCommit, Runnable onReply) {
    this.pool = pool;
    this.isAutoCommit = isAutoCommit;
    this.onReply = onReply;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection taken = connection;
    if (taken == null) {
      taken = pool.getConnection();
      connection = taken;
      if (!isAutoCommit) {
        isOpen = true; // even if the statement that opens it fails
        execute("START TRANSACTION");
      }
    }
    return taken;
  }

  @Override
  public void commit() throws SQLException {
    if (isOpen) {
      execute("COMMIT");
      isOpen = false;
    }
  }

  @Override
  public void rollback() throws SQLException {
    if (isOpen) {
      execute("ROLLBACK");
      isOpen = false;
    }
  }

  /** Undoes what was not committed. A connection that can't do so is not used again. */
  @Override
  public void close() throws SQLException {
    Connection taken = connection;
    if (taken == null) {
      return;
    }
    connection = null;
    try (taken) {
      if (isOpen) {
        end(taken);
      }
    }
  }

  private static void end(Connection taken) throws SQLException {
    try (Statement statement = taken.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      taken.abort(Runnable::run);
      throw e;
    }
  }

  private void execute(String control) throws SQLException {
    Connection taken = connection;
    if (taken == null) {
      throw new SQLException("The transaction has no connection");
    }
    try (Statement statement = taken.createStatement()) {
      statement.execute(control);
      onReply.run();
    }
  }

  @Override
  public @Nullable Integer getTimeout() {
    return null;
  }
}
