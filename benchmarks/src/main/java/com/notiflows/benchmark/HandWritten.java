package com.notiflows.benchmark;

import com.notiflows.server.demo.DemoProject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a program would do that knows nothing of HTTP, keys or rules: two tables, prepared
 * statements, a connection for each thread.
 */
@State(Scope.Thread)
public class HandWritten {

  private static final byte[] PROJECT = bytes(DemoProject.ID);
  private static final byte[] CHANNEL = bytes(DemoProject.SLACK);

  private Connection connection;
  private PreparedStatement lookUp;
  private PreparedStatement upsert;

  /** Connects. */
  @Setup(Level.Trial)
  public void connect(World world) throws SQLException {
    connection = world.connectToDatabase();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    lookUp =
        connection.prepareStatement(
            "SELECT u.id, s.settings, s.created_at, s.updated_at FROM users u"
                + " LEFT JOIN channel_settings s ON s.project_id = u.project_id"
                + " AND s.user_id = u.id AND s.channel_id = ?"
                + " WHERE u.project_id = ? AND u.external_id = ?");
    upsert =
        connection.prepareStatement(
            "INSERT INTO channel_settings"
                + " (project_id, user_id, channel_id, settings, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, NOW(6), NOW(6))"
                + " ON DUPLICATE KEY UPDATE settings = VALUES(settings), updated_at = NOW(6)");
  }

  /** Reads settings; the id of their user. */
  byte[] read(int user) throws SQLException {
    byte[] id = find(user);
    connection.commit();
    return id;
  }

  /** Looks a user up and stores settings, durably. */
  void write(int user, String settings) throws SQLException {
    upsert.setBytes(1, PROJECT);
    upsert.setBytes(2, find(user));
    upsert.setBytes(3, CHANNEL);
    upsert.setString(4, settings);
    upsert.executeUpdate();
    connection.commit();
  }

  private byte[] find(int user) throws SQLException {
    lookUp.setBytes(1, CHANNEL);
    lookUp.setBytes(2, PROJECT);
    lookUp.setBytes(3, World.externalId(user).getBytes(StandardCharsets.UTF_8));
    try (ResultSet rows = lookUp.executeQuery()) {
      if (!rows.next() || rows.getString(2) == null) {
        throw new SQLException("The user has no settings");
      }
      return rows.getBytes(1);
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
