package com.notiflows.benchmark.jdbc;

import static com.notiflows.benchmark.jdbc.ReferenceTables.PROJECT;
import static com.notiflows.benchmark.jdbc.ReferenceTables.TOKEN_CHANNEL;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * The database work of a PUT of a new token: look up and lock the user and their settings, replace
 * the settings, delete the old token from the index, insert the new one, commit. Five round trips.
 */
final class SameWork implements Work {

  private final Connection connection;
  private final PreparedStatement lock;
  private final PreparedStatement replace;
  private final PreparedStatement delete;
  private final PreparedStatement insert;

  SameWork(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    lock = connection.prepareStatement(LookUp.SELECT + " FOR UPDATE");
    replace =
        connection.prepareStatement(
            "UPDATE settings SET settings = ?, updated_at = NOW(6)"
                + " WHERE project_id = ? AND user_id = ? AND channel_id = ?");
    delete =
        connection.prepareStatement(
            "DELETE FROM tokens WHERE project_id = ? AND channel_id = ? AND token = ?");
    insert = connection.prepareStatement(ReferenceTables.INSERT_TOKEN);
  }

  @Override
  public void run(int user, SplittableRandom random) throws SQLException {
    String token = Randoms.token(random);
    byte[] userId;
    String oldToken;
    Statements.bind(lock, TOKEN_CHANNEL, PROJECT, Statements.externalId(user));
    try (ResultSet row = lock.executeQuery()) {
      row.next();
      userId = row.getBytes(1);
      oldToken = ReferenceTables.tokenIn(row.getString(2));
    }
    Statements.bind(replace, ReferenceTables.tokenSettings(token), PROJECT, userId, TOKEN_CHANNEL);
    Statements.updateOne(replace);
    Statements.bind(delete, PROJECT, TOKEN_CHANNEL, ReferenceTables.tokenBytes(oldToken));
    Statements.updateOne(delete);
    Statements.bind(insert, PROJECT, TOKEN_CHANNEL, ReferenceTables.tokenBytes(token), userId);
    Statements.updateOne(insert);
    connection.commit();
  }
}
