package com.notiflows.benchmark.jdbc;

import static com.notiflows.benchmark.jdbc.ReferenceTables.PROJECT;
import static com.notiflows.benchmark.jdbc.ReferenceTables.TOKEN_CHANNEL;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** The database work of a GET: read a user and their settings in one statement. One round trip. */
final class LookUp implements Work {

  static final String SELECT =
      "SELECT u.id, s.settings, s.created_at, s.updated_at FROM users u"
          + " LEFT JOIN settings s ON s.project_id = u.project_id AND s.user_id = u.id"
          + " AND s.channel_id = ? WHERE u.project_id = ? AND u.external_id = ?";

  private final PreparedStatement lookUp;

  LookUp(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    lookUp = statement(connection);
  }

  @Override
  public void run(int user, SplittableRandom random) throws SQLException {
    find(lookUp, user, TOKEN_CHANNEL);
  }

  static PreparedStatement statement(Connection connection) throws SQLException {
    return connection.prepareStatement(SELECT);
  }

  /** Reads a user and their settings, and returns the user's id. */
  static byte[] find(PreparedStatement statement, int user, byte[] channel) throws SQLException {
    Statements.bind(statement, channel, PROJECT, Statements.externalId(user));
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next() || row.getString(2) == null || row.getTimestamp(4) == null) {
        throw new SQLException("The user " + user + " has no settings");
      }
      return row.getBytes(1);
    }
  }
}
