package com.notiflows.benchmark.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The address of a database.
 *
 * @param url the JDBC URL without options
 */
public record DatabaseAddress(String url, String user, String password) {

  /** Server-side prepared statements that are cached, like those of the server. */
  private static final String OPTIONS =
      "?useServerPrepStmts=true&emulateUnsupportedPstmts=false&cachePrepStmts=true&prepStmtCacheSqlLimit=8192"
          + "&useLocalSessionState=true&maintainTimeStats=false&cacheServerConfiguration=true"
          + "&connectTimeout=2000&socketTimeout=20000";

  /** The database of {@link ReferenceTables} on the same server. */
  public DatabaseAddress reference() {
    int name = url.lastIndexOf('/') + 1;
    return new DatabaseAddress(url.substring(0, name) + ReferenceTables.DATABASE, user, password);
  }

  /** A connection for measured work. */
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url + OPTIONS, user, password);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return connection;
  }

  /** A connection that sends a batch as one statement, for filling tables. */
  public Connection connectToFill() throws SQLException {
    return DriverManager.getConnection(url + "?rewriteBatchedStatements=true", user, password);
  }
}
