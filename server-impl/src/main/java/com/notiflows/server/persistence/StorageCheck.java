package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the database returns what was written. Writes values that a wrong column type,
 * character set, collation or driver changes to the real tables, reads them back, and rolls back.
 * Needs no more rights than serving does.
 */
final class StorageCheck {

  /** Has a character of four bytes and a trailing space. */
  private static final String TEXT = "Probe \uD83D\uDE00 ";

  private static final int HASH_BYTES = 32;
  private static final Instant TIME = Instant.parse("2026-11-26T10:11:12.123457Z");

  /** Text that the character set of a column can't hold: on both products, on MySQL. */
  private static final Set<Integer> BAD_TEXT = Set.of(1366, 3988);

  private static final String TEXT_REMEDY =
      "Text needs the character set utf8mb4, in the table and on the connection: convert the table,"
          + " and remove character sets from NOTIFLOWS_DB_URL and from init_connect.";
  private static final String TIME_REMEDY =
      "Times need microseconds: change the column to DATETIME(6).";
  private static final String KEY_REMEDY =
      "Keys need columns that distinguish case and trailing spaces: change them back to what the"
          + " migrations create, VARBINARY or the collation utf8mb4_bin.";

  private final Connection connection;
  private final UUID project = UUID.randomUUID();
  private final UUID user = UUID.randomUUID();
  private final UUID channel = UUID.randomUUID();
  private final List<String> findings = new ArrayList<>();

  private StorageCheck(Connection connection) {
    this.connection = connection;
  }

  /**
   * Returns what the database changes, each finding with its remedy; empty if nothing. Stores
   * nothing.
   *
   * @param connection of a pool, which rolls back what is not committed when it is closed
   * @throws SQLException if a statement fails for another reason
   */
  static List<String> findings(Connection connection) throws SQLException {
    StorageCheck check = new StorageCheck(connection);
    connection.setAutoCommit(false);
    check.run();
    connection.rollback();
    connection.setAutoCommit(true);
    return check.findings;
  }

  private void run() throws SQLException {
    Map<String, Object> settings =
        Map.of("project_id", project, "user_id", user, "channel_id", channel);
    Map<String, Object> endpoint = new TreeMap<>(settings);
    endpoint.putAll(Map.of("identifier_hash", new byte[HASH_BYTES], "holder", user, "position", 0));
    boolean hasParents =
        keepsProject()
            && keepsKeys()
            && keepsUser(user, "probe")
            && keepsUser(UUID.randomUUID(), "PROBE")
            && keepsUser(UUID.randomUUID(), "probe ")
            && keepsChannel(channel, "probe")
            && keepsChannel(UUID.randomUUID(), "PROBE");
    if (hasParents && keeps("channel_settings", settings, withTimes("settings", TEXT))) {
      keeps(
          "endpoints",
          endpoint,
          Map.of("identifier", TEXT, "facts", TEXT, "first_seen_at", TIME, "last_seen_at", TIME));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private boolean keepsProject() throws SQLException {
    Map<String, Object> fixed =
        Map.of(
            "id",
            project,
            "security_mode",
            "off",
            "require_if_match",
            0,
            "token_key",
            new byte[HASH_BYTES],
            "revision",
            1);
    return keeps("projects", fixed, Map.of("name", TEXT, "created_at", TIME));
  }

  private boolean keepsKeys() throws SQLException {
    Map<String, Object> publicKey =
        Map.of("public_key", bytes(project.toString()), "id", user, "project_id", project);
    Map<String, Object> secretKey =
        Map.of("secret_hash", new byte[HASH_BYTES], "id", user, "project_id", project, "hint", "");
    Map<String, Object> values = Map.of("label", TEXT, "created_at", TIME, "expires_at", TIME);
    Map<String, Object> more = new TreeMap<>(values);
    more.put("last_used_at", TIME);
    return keeps("public_keys", publicKey, values) && keeps("secret_keys", secretKey, more);
  }

  private boolean keepsUser(UUID id, String externalId) throws SQLException {
    Map<String, Object> values = withTimes("custom_fields", TEXT);
    values.put("external_id", bytes(externalId));
    return keeps("users", Map.of("project_id", project, "id", id), values);
  }

  private boolean keepsChannel(UUID id, String handle) throws SQLException {
    Map<String, Object> values = withTimes("name", TEXT);
    values.putAll(Map.of("handle", handle, "type", "push", "provider", "apns"));
    return keeps("channels", Map.of("project_id", project, "id", id), values);
  }

  private static Map<String, Object> withTimes(String column, String text) {
    return new TreeMap<>(Map.of(column, text, "created_at", TIME, "updated_at", TIME));
  }

  /**
   * Writes a row and compares its values; returns whether the row is there.
   *
   * @param fixed columns that identify the row, or that it needs but that are not compared
   */
  private boolean keeps(String table, Map<String, Object> fixed, Map<String, Object> values)
      throws SQLException {
    Map<String, Object> row = new TreeMap<>(fixed);
    row.putAll(values);
    try {
      insert(table, row);
    } catch (SQLException e) {
      findings.add(refusal(table, e));
      return false;
    }
    for (String column : new TreeMap<>(values).keySet()) {
      compare(table, fixed, column, row.get(column));
    }
    return true;
  }

  private static String refusal(String table, SQLException refused) throws SQLException {
    String by = " (SQL error " + refused.getErrorCode() + "). ";
    if (SqlErrors.kind(refused) == Kind.DUPLICATE) {
      return table
          + ": the keys \"probe\", \"PROBE\" and \"probe \" are not distinct"
          + by
          + KEY_REMEDY;
    }
    if (BAD_TEXT.contains(refused.getErrorCode())) {
      return table + ": refuses " + ProbeValues.shown(TEXT) + by + TEXT_REMEDY;
    }
    throw refused;
  }

  private void insert(String table, Map<String, Object> row) throws SQLException {
    String columns = String.join(", ", row.keySet());
    String values = row.keySet().stream().map(column -> "?").collect(Collectors.joining(", "));
    String text = "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")";
    try (PreparedStatement sql = connection.prepareStatement(text)) {
      ProbeValues.bind(sql, row);
      sql.executeUpdate();
    }
  }

  /** Compares what was written with what the connection returns and what the database has. */
  private void compare(
      String table, Map<String, Object> fixed, String column, @Nullable Object written)
      throws SQLException {
    String own =
        written instanceof Instant
            ? "CAST(" + column + " AS CHAR)"
            : "HEX(CONVERT(" + column + " USING utf8mb4))";
    String where =
        fixed.keySet().stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));
    String text = "SELECT " + column + ", " + own + " FROM " + table + " WHERE " + where;
    try (PreparedStatement sql = connection.prepareStatement(text)) {
      ProbeValues.bind(sql, fixed);
      try (ResultSet rows = sql.executeQuery()) {
        rows.next();
        report(
            table + "." + column,
            written,
            ProbeValues.read(rows, written),
            ProbeValues.stored(rows, written));
      }
    }
  }

  private void report(String place, @Nullable Object written, String read, String stored) {
    String expected = ProbeValues.text(written);
    if (!read.equals(expected) || !stored.equals(expected)) {
      findings.add(
          "%s: wrote %s, stored %s, read %s. %s"
              .formatted(
                  place,
                  ProbeValues.shown(expected),
                  ProbeValues.shown(stored),
                  ProbeValues.shown(read),
                  written instanceof Instant ? TIME_REMEDY : TEXT_REMEDY));
    }
  }
}
