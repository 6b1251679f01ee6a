package com.notiflows.server.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A table of notes that the tests write and read. */
final class Rows {

  private Rows() {}

  static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void create(EmbeddedDatabase database) throws SQLException {
    execute(database, "CREATE TABLE IF NOT EXISTS note (body VARCHAR(100) PRIMARY KEY)");
  }

  static void add(EmbeddedDatabase database, String body) throws SQLException {
    try (Connection connection = connect(database);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO note (body) VALUES (?)")) {
      insert.setString(1, body);
      insert.executeUpdate();
    }
  }

  static List<String> all(EmbeddedDatabase database) throws SQLException {
    return query(database, "SELECT body FROM note");
  }

  /** The first column. */
  static List<String> query(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
