package com.notiflows.benchmark.jdbc;

import com.notiflows.benchmark.load.Users;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Helpers for the statements of the reference. */
final class Statements {

  private Statements() {}

  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setString(i + 1, (String) values[i]);
      }
    }
  }

  static void updateOne(PreparedStatement statement) throws SQLException {
    int rows = statement.executeUpdate();
    if (rows != 1) {
      throw new SQLException("A statement changed " + rows + " rows instead of one");
    }
  }

  static byte[] externalId(int user) {
    return Users.externalId(user).getBytes(StandardCharsets.US_ASCII);
  }
}
