package com.notiflows.benchmark.jdbc;

import com.notiflows.benchmark.load.Users;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * The tables of the JDBC reference, in a separate database. They have what a program needs that
 * only stores the settings of users and the owners of device tokens: 16-byte ids, keys that start
 * with the project, settings as JSON text, a unique index of tokens.
 */
public final class ReferenceTables {

  /** The name of the database. */
  public static final String DATABASE = "notiflows_reference";

  static final byte[] PROJECT = id(1, 0);
  static final byte[] TOKEN_CHANNEL = id(2, 0);
  static final byte[] SLACK_CHANNEL = id(2, 1);

  private static final int OTHER_TOKEN_CHANNEL = 2;
  private static final int BATCH = 1_000;

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE users (
            project_id  BINARY(16)     NOT NULL,
            id          BINARY(16)     NOT NULL,
            external_id VARBINARY(255) NOT NULL,
            created_at  DATETIME(6)    NOT NULL,
            PRIMARY KEY (project_id, id),
            UNIQUE KEY by_external_id (project_id, external_id)
          ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
          """,
          """
          CREATE TABLE settings (
            project_id BINARY(16)  NOT NULL,
            user_id    BINARY(16)  NOT NULL,
            channel_id BINARY(16)  NOT NULL,
            settings   TEXT        NOT NULL,
            created_at DATETIME(6) NOT NULL,
            updated_at DATETIME(6) NOT NULL,
            PRIMARY KEY (project_id, user_id, channel_id)
          ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
          """,
          """
          CREATE TABLE tokens (
            project_id BINARY(16) NOT NULL,
            channel_id BINARY(16) NOT NULL,
            token      BINARY(32) NOT NULL,
            user_id    BINARY(16) NOT NULL,
            PRIMARY KEY (project_id, channel_id, token)
          ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
          """);

  private static final String INSERT_USER = "INSERT INTO users VALUES (?, ?, ?, NOW(6))";
  static final String INSERT_SETTINGS = "INSERT INTO settings VALUES (?, ?, ?, ?, NOW(6), NOW(6))";
  static final String INSERT_TOKEN = "INSERT INTO tokens VALUES (?, ?, ?, ?)";

  private ReferenceTables() {}

  /** Creates and fills the tables: each user has settings on two token channels and on Slack. */
  public static void create(Connection connection, int users) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute("CREATE DATABASE " + DATABASE);
    }
    connection.setCatalog(DATABASE);
    try (Statement sql = connection.createStatement()) {
      for (String table : SCHEMA) {
        sql.execute(table);
      }
    }
    connection.setAutoCommit(false);
    try (PreparedStatement user = connection.prepareStatement(INSERT_USER);
        PreparedStatement settings = connection.prepareStatement(INSERT_SETTINGS);
        PreparedStatement token = connection.prepareStatement(INSERT_TOKEN)) {
      for (int i = 0; i < users; i++) {
        add(user, PROJECT, userId(i), Users.externalId(i).getBytes(StandardCharsets.US_ASCII));
        addToken(settings, token, i, TOKEN_CHANNEL);
        addToken(settings, token, i, id(2, OTHER_TOKEN_CHANNEL));
        add(settings, PROJECT, userId(i), SLACK_CHANNEL, slackSettings("U0000000000"));
        if ((i + 1) % BATCH == 0 || i == users - 1) {
          user.executeBatch();
          settings.executeBatch();
          token.executeBatch();
          connection.commit();
        }
      }
    }
  }

  private static void addToken(
      PreparedStatement settings, PreparedStatement tokens, int user, byte[] channel)
      throws SQLException {
    String token = Users.knownToken(user);
    add(settings, PROJECT, userId(user), channel, tokenSettings(token));
    add(tokens, PROJECT, channel, tokenBytes(token), userId(user));
  }

  private static void add(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }

  /** The channel id of {@link JdbcKind#SAME_WORK}, for paths of requests. */
  public static String tokenChannel() {
    ByteBuffer id = ByteBuffer.wrap(TOKEN_CHANNEL);
    return new UUID(id.getLong(), id.getLong()).toString();
  }

  static byte[] userId(int user) {
    return id(3, user);
  }

  static String tokenSettings(String token) {
    return "{\"device_tokens\":[\"" + token + "\"]}";
  }

  static String slackSettings(String slackId) {
    return "{\"slack_user_id\":\"" + slackId + "\"}";
  }

  /** The token in settings. */
  static String tokenIn(String settings) {
    int start = settings.indexOf("[\"") + 2;
    return settings.substring(start, start + Users.TOKEN_LENGTH);
  }

  /** A token as the index holds it. */
  static byte[] tokenBytes(String token) {
    return HexFormat.of().parseHex(token);
  }

  private static byte[] id(int kind, int number) {
    return ByteBuffer.allocate(16).putLong(0x018e_0000_0000_7000L + kind).putLong(number).array();
  }
}
