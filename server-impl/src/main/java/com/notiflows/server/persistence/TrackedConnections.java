package com.notiflows.server.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.apache.ibatis.datasource.unpooled.UnpooledDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the connections of a pool and knows all of them, also those in use, so that they can be
 * aborted together. While it is paused, it opens none: a database that does not answer would get a
 * connection attempt each second, and count them against this host.
 *
 * <p>It inherits only the methods of a data source that the pool does not call.
 */
final class TrackedConnections extends UnpooledDataSource {

  private static final Logger LOG = LoggerFactory.getLogger(TrackedConnections.class);

  /** Each has its own thread, because closing a TLS connection sends a message, which may block. */
  private static final Executor ABORTS =
      abort -> {
        Thread thread = new Thread(abort, "abort");
        thread.setDaemon(true);
        thread.start();
      };

  /** Sets up the session of a new connection; returns what is used in its place. */
  @FunctionalInterface
  interface Preparation {
    Connection run(Connection connection) throws SQLException;
  }

  private final DataSource source;
  private final Preparation preparation;
  private final Set<Connection> connections = new HashSet<>();
  private boolean isPaused;
  private boolean isClosed;

  /**
   * Opens connections from that source.
   *
   * @param preparation runs for each connection before it is used
   */
  TrackedConnections(DataSource source, Preparation preparation) {
    this.source = source;
    this.preparation = preparation;
  }

  /** Opens a connection; waits during a pause. */
  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      awaitResumption();
      Connection connection = source.getConnection();
      if (track(connection)) {
        return prepared(connection);
      }
      abort(connection);
    }
  }

  /** Only when it is tracked, so that a pause ends this too. */
  private Connection prepared(Connection connection) throws SQLException {
    try {
      return preparation.run(connection);
    } catch (SQLException e) {
      abort(connection);
      throw e;
    }
  }

  /** The same; user and password are those of the source. */
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  private synchronized void awaitResumption() throws SQLException {
    try {
      while (isPaused && !isClosed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while the database does not answer", "08S01", e);
    }
    if (isClosed) {
      throw new SQLException("The pool is closed", "08S01");
    }
  }

  /** Returns false if a pause began while the connection was opened. */
  private synchronized boolean track(Connection connection) throws SQLException {
    for (Iterator<Connection> known = connections.iterator(); known.hasNext(); ) {
      if (known.next().isClosed()) {
        known.remove();
      }
    }
    return !isPaused && connections.add(connection);
  }

  /** Aborts all connections. Their statements fail, and no new connection is opened. */
  synchronized void pause() {
    isPaused = true;
    connections.forEach(TrackedConnections::abort);
    connections.clear();
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(ABORTS);
    } catch (SQLException e) {
      LOG.debug("A connection can't be aborted: SQL state {}", e.getSQLState());
    }
  }

  /** Opens connections again. */
  synchronized void resume() {
    isPaused = false;
    notifyAll();
  }

  /** Ends the waits for good. */
  synchronized void close() {
    isClosed = true;
    notifyAll();
  }
}
