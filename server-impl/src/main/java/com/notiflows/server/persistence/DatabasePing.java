package com.notiflows.server.persistence;

import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.persistence.OutageDetector.Answer;
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
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

  /**
   * Others decide how long they wait. A frozen database keeps this connection for a while, and
   * answers on it when it goes on.
   */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  private final Driver driver;
  private final String url;
  private final Properties properties = new Properties();
  private volatile @Nullable Connection connection;
  private volatile boolean isClosed;

  /** Does not connect yet. */
  DatabasePing(Driver driver, DatabaseConfig config) {
    this.driver = driver;
    this.url = config.url();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toMillis()));
    properties.setProperty("socketTimeout", Long.toString(ANSWER_LIMIT.toMillis()));
    properties.setProperty(PoolSettings.SPANS_OF_DRIVER, "DISABLED");
  }

  /**
   * Asks by a statement. Connects if there is no connection, or if the one from before is broken.
   * Each step takes a few seconds at most.
   *
   * @param onReply runs when the database has accepted a connection
   */
  synchronized Answer ask(Runnable onReply) {
    boolean isReused = isConnected();
    Answer answer = askOnce(onReply);
    return isReused && answer != Answer.GIVEN ? askOnce(onReply) : answer;
  }

  private Answer askOnce(Runnable onReply) {
    try {
      Connection open = connection;
      if (open == null && !isClosed) {
        open = driver.connect(url, properties);
        onReply.run();
        connection = open;
      }
      if (open == null || isClosed) { // meanwhile
        drop();
        return Answer.REFUSED;
      }
      try (Statement statement = open.createStatement()) {
        statement.execute("SELECT 1"); // a proxy would answer a ping by itself
        return Answer.GIVEN;
      }
    } catch (SQLException e) {
      drop();
      return SqlErrors.isSilence(e) ? Answer.NONE : Answer.REFUSED;
    } catch (RuntimeException e) { // the driver throws them for a URL
      drop();
      return Answer.REFUSED;
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

  /** Whether the connection is open. */
  boolean isConnected() {
    return connection != null;
  }

  /** Closes the connection for good, also during a ping. */
  @Override
  public void close() {
    isClosed = true;
    drop();
  }
}
