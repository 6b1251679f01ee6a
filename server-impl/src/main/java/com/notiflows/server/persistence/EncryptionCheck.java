package com.notiflows.server.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds which master keys a server needs. */
final class EncryptionCheck {

  private EncryptionCheck() {}

  /** The ids of the master keys that wrapped data keys which encrypt. */
  static List<String> masterKeys(Connection connection) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement sql =
            connection.prepareStatement(
                "SELECT DISTINCT wrapped_by FROM data_keys WHERE retired_at IS NULL");
        ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }
}
