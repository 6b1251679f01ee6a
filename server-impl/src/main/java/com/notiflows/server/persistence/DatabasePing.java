package com.notiflows.server.persistence;

import com.notiflows.server.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it answers, on a connection of its own: a full pool neither delays it
 * nor is delayed by it.
 */
final class DatabasePing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabasePing.class);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final Driver driver;
  private final String url;
  private final Properties properties = new Properties();
  private @Nullable Connection connection;
  private boolean isClosed;

  /** Does not connect yet. */
  DatabasePing(Driver driver, DatabaseConfig config) {
    this.driver = driver;
    this.url = config.url();
    String millis = Long.toString(LIMIT.toMillis());
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("connectTimeout", millis);
    properties.setProperty("socketTimeout", millis);
    properties.setProperty(PoolSettings.SPANS_OF_DRIVER, "DISABLED");
  }

  /**
   * Returns whether the database answers a statement. Connects if there is no connection, or if the
   * one from before is broken. Each step takes at most a second.
   */
  synchronized boolean isAnswered() {
    boolean isReused = connection != null;
    return isAnsweredOnce() || (isReused && isAnsweredOnce());
  }

  private boolean isAnsweredOnce() {
    if (isClosed) {
      return false;
    }
    try {
      Connection open = connection == null ? driver.connect(url, properties) : connection;
      connection = open;
      if (open == null) {
        return false;
      }
      try (Statement statement = open.createStatement()) {
        return statement.execute("SELECT 1"); // a proxy would answer a ping by itself
      }
    } catch (SQLException | RuntimeException e) { // the driver throws both for a URL
      drop();
      return false;
    }
  }

  private void drop() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("A broken connection can't be aborted: SQL state {}", e.getSQLState());
      }
    }
  }

  /** Closes the connection for good. */
  @Override
  public synchronized void close() {
    isClosed = true;
    drop();
  }
}
