package com.notiflows.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A database of its own, and a file of master keys. */
final class EncryptedDatabase {

  static final String NAME = "notiflows_encryption";

  /** Base64 of 32 bytes. */
  static final String OLD_KEY = "b2xkIG1hc3RlciBrZXkgb2YgMzIgYnl0ZXMgYWFhYWE=";

  static final String NEW_KEY = "bmV3IG1hc3RlciBrZXkgb2YgMzIgYnl0ZXMgYmJiYmI=";

  private static final TestServer SERVER = TestServer.get();

  private final Path folder =
      Artifacts.freshFolder("encryption-" + System.getProperty("notiflows.process", "process"));
  private final Path keys = folder.resolve("master-keys");

  /** Creates an empty database, and a file with one key. */
  EncryptedDatabase() {
    SERVER.sql("DROP DATABASE IF EXISTS " + NAME);
    SERVER.sql("CREATE DATABASE " + NAME + " CHARACTER SET utf8mb4");
    masterKeys(OLD_KEY);
    new CommandLineRun(environment()).run("migrate");
  }

  CommandLineRun cli() {
    return new CommandLineRun(environment());
  }

  void drop() {
    sql("DROP DATABASE " + NAME);
  }

  Path folder() {
    return folder;
  }

  /** Replaces the file of master keys. */
  void masterKeys(String... lines) {
    try {
      Files.writeString(keys, String.join("\n", lines));
      Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without master keys. */
  Map<String, String> plainEnvironment() {
    Map<String, String> environment = new HashMap<>(SERVER.environmentOf(NAME));
    environment.remove("NOTIFLOWS_MASTER_KEY");
    return environment;
  }

  Map<String, String> environment() {
    Map<String, String> environment = plainEnvironment();
    environment.put("NOTIFLOWS_MASTER_KEY_FILE", keys.toString());
    return environment;
  }

  private static Connection connect() throws SQLException {
    Connection connection = SERVER.connect();
    connection.setCatalog(NAME);
    return connection;
  }

  void sql(String statement) {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** The first column of all rows. */
  List<String> query(String statement) {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(statement)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** The tables with a row in which any column contains the text, as it is or in hex. */
  TreeSet<String> tablesWith(String mark) {
    TreeSet<String> found = new TreeSet<>();
    String hex = HexFormat.of().formatHex(mark.getBytes(StandardCharsets.UTF_8));
    for (String table :
        query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                + NAME
                + "'")) {
      for (String value : values(table)) {
        String text = new String(HexFormat.of().parseHex(value), StandardCharsets.ISO_8859_1);
        if (text.contains(mark) || text.contains(hex) || value.contains(hex)) {
          found.add(table);
        }
      }
    }
    return found;
  }

  /** All values of a table, in hex. */
  private List<String> values(String table) {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("SELECT * FROM " + table)) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          byte[] bytes = rows.getBytes(i);
          values.add(bytes == null ? "" : HexFormat.of().formatHex(bytes));
        }
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(table, e);
    }
  }

  /** The tables with secrets: for each, the data keys of its rows; {@code null} for plain text. */
  TreeMap<String, List<String>> keysInUse() {
    TreeMap<String, List<String>> keys = new TreeMap<>();
    Map.of(
            "users", "custom_fields IS NOT NULL",
            "channel_settings", "TRUE",
            "endpoints", "TRUE",
            "idempotency_keys", "body IS NOT NULL")
        .forEach(
            (table, condition) ->
                keys.put(
                    table,
                    query(
                        "SELECT DISTINCT COALESCE(key_id, 'plain') FROM "
                            + table
                            + " WHERE "
                            + condition
                            + " ORDER BY 1")));
    return keys;
  }
}
