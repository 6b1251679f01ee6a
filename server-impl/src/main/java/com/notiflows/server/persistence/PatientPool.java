package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * A connection pool with two time limits. An unreachable database is reported after the connection
 * timeout of the pool, or at once if it is known. If all connections are in use, a caller waits
 * longer, because connections are returned one after the other.
 */
final class PatientPool extends HikariDataSource {

  private final Duration busyLimit;
  private final OutageGate gate;

  /**
   * Creates a pool.
   *
   * @param config its connection timeout is the time after which an unreachable database is
   *     reported
   * @param busyLimit the time after which a busy database is reported
   * @param gate is shut while the database does not answer
   */
  PatientPool(HikariConfig config, Duration busyLimit, OutageGate gate) {
    super(config);
    this.busyLimit = busyLimit;
    this.gate = gate;
  }

  /**
   * Returns a connection.
   *
   * @throws SQLTransientConnectionException if there is none within the limit that applies; {@link
   *     SqlErrors} distinguishes a busy database from an unreachable one
   */
  @Override
  public Connection getConnection() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return gate.pass(super::getConnection);
      } catch (SQLTransientConnectionException e) {
        boolean isOver = System.nanoTime() - start >= busyLimit.toNanos();
        if (isOver || SqlErrors.kind(e) != Kind.OVERLOADED) {
          throw e;
        }
      }
    }
  }
}
