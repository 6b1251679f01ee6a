package com.notiflows.server.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/**
 * A pool that tells a database that is away from one that is busy: the first is given up after the
 * pool's own limit, the second is waited for, since its connections come back one by one.
 */
final class PatientPool extends HikariDataSource {

  private static final Duration BUSY_LIMIT = Duration.ofSeconds(5);

  PatientPool(HikariConfig config) {
    super(config);
  }

  @Override
  public Connection getConnection() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return super.getConnection();
      } catch (SQLTransientConnectionException e) {
        boolean isWorthWaiting = System.nanoTime() - start < BUSY_LIMIT.toNanos();
        if (!isBusy() || !isWorthWaiting) {
          throw e;
        }
      }
    }
  }

  /** Whether every connection is in use by somebody. */
  private boolean isBusy() {
    return getHikariPoolMXBean().getActiveConnections() >= getMaximumPoolSize();
  }
}
