package com.notiflows.benchmark.jdbc;

import static com.notiflows.benchmark.jdbc.ReferenceTables.PROJECT;
import static com.notiflows.benchmark.jdbc.ReferenceTables.SLACK_CHANNEL;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * The minimal write of settings: look up the user without locks, upsert the settings, commit. Three
 * round trips, no index of tokens.
 */
final class LookUpAndUpsert implements Work {

  private final Connection connection;
  private final PreparedStatement lookUp;
  private final PreparedStatement upsert;

  LookUpAndUpsert(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    lookUp = LookUp.statement(connection);
    upsert =
        connection.prepareStatement(
            ReferenceTables.INSERT_SETTINGS
                + " ON DUPLICATE KEY UPDATE settings = VALUES(settings), updated_at = NOW(6)");
  }

  @Override
  public void run(int user, SplittableRandom random) throws SQLException {
    byte[] userId = LookUp.find(lookUp, user, SLACK_CHANNEL);
    String settings = ReferenceTables.slackSettings(Randoms.slackId(random));
    Statements.bind(upsert, PROJECT, userId, SLACK_CHANNEL, settings);
    upsert.executeUpdate();
    connection.commit();
  }
}
