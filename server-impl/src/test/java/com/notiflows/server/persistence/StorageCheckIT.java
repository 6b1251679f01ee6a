package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.tracing.Tracing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server starts only on a database that returns exactly what was written. */
class StorageCheckIT {

  /** May only read and write rows of {@code notiflows_check}. */
  private static final String WRITER = "writer";

  /** Like the writer, but its connections use Latin-1. */
  private static final String LATIN_WRITER = "latin_writer";

  private static EmbeddedDatabase server;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    StringBuilder accounts = new StringBuilder();
    for (String user : new String[] {WRITER, LATIN_WRITER}) {
      accounts
          .append("CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY 'writer';\n".formatted(user))
          .append(
              "GRANT SELECT, INSERT, UPDATE, DELETE ON notiflows_check.* TO '%s'@'%%';\n"
                  .formatted(user));
    }
    Path sql = Files.writeString(folder.resolve("accounts.sql"), accounts);
    String charset = "IF(USER() LIKE 'latin%', 'latin1', 'utf8mb4')";
    server =
        EmbeddedDatabase.start(
            EmbeddedDatabase.Product.of(System.getProperty("db", "mariadb")),
            folder.resolve("data"),
            System.out::println,
            "--init-file=" + sql.toAbsolutePath(),
            "--init-connect=SET character_set_client = %1$s, character_set_connection = %1$s"
                .formatted(charset));
    sql("CREATE DATABASE notiflows_check CHARACTER SET latin1"); // the tables are utf8mb4
    prepare(server.user(), server.password(), "", true);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?sendFractionalSeconds=false",
        "?useServerPrepStmts=false",
        "?characterEncoding=ISO-8859-1", // has no effect, like the next one
        "?sessionVariables=character_set_client=latin1,character_set_connection=latin1",
        "?connectionTimeZone=%2B09:00&forceConnectionTimeZoneToSession=true"
      })
  void acceptsADatabaseThatStoresValuesUnchanged(String options) {
    prepare(WRITER, "writer", options, false);

    for (String table : new String[] {"projects", "users", "channels", "channel_settings"}) {
      assertEquals("0", query("SELECT COUNT(*) FROM notiflows_check." + table));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          table            | as migrated                                | changed                                   | finding
          projects         | created_at DATETIME(6) NOT NULL            | created_at DATETIME NOT NULL              | projects.created_at: wrote "2026-11-26 10:11:12.123457", stored "2026-11-26 10:11:12"
          channel_settings | updated_at DATETIME(6) NOT NULL            | updated_at DATETIME(3) NOT NULL           | channel_settings.updated_at: wrote "2026-11-26 10:11:12.123457", stored "2026-11-26 10:11:12.123"
          public_keys      | label VARCHAR(255) COLLATE utf8mb4_bin NULL | label VARCHAR(255) COLLATE latin1_bin NULL | public_keys: refuses "Probe \\ud83d\\ude00 " (SQL error
          secret_keys      | last_used_at DATETIME(6) NULL              | last_used_at DATETIME NULL                | secret_keys.last_used_at: wrote
          endpoints    | last_seen_at DATETIME(6) NOT NULL          | last_seen_at DATETIME NOT NULL            | endpoints.last_seen_at: wrote
          users            | custom_fields MEDIUMTEXT COLLATE utf8mb4_bin | custom_fields TEXT COLLATE latin1_bin   | users: refuses "Probe \\ud83d\\ude00 " (SQL error
          channel_settings | settings MEDIUMTEXT COLLATE utf8mb4_bin NOT NULL | settings MEDIUMTEXT COLLATE utf8mb3_bin NOT NULL | channel_settings: refuses
          projects         | name VARCHAR(255) COLLATE utf8mb4_bin NOT NULL | name CHAR(64) COLLATE utf8mb4_bin NOT NULL | projects.name: wrote "Probe \\ud83d\\ude00 ", stored "Probe \\ud83d\\ude00"
          users            | external_id VARBINARY(1020) NOT NULL       | external_id VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL | users: the keys "probe", "PROBE" and "probe " are not distinct (SQL error 1062)
          channels         | handle VARCHAR(255) COLLATE utf8mb4_bin NOT NULL | handle VARCHAR(255) COLLATE utf8mb4_unicode_ci NOT NULL | channels: the keys
          """)
  void rejectsATableThatChangesStoredValues(
      String table, String original, String changed, String finding) {
    sql("ALTER TABLE notiflows_check." + table + " MODIFY " + changed);
    try {
      String message = refusal(WRITER, "writer", "", false);

      assertTrue(message.contains("changes what is written to it"), message);
      assertTrue(message.contains("\n  - " + finding), message);
      assertEquals(message, refusal(server.user(), server.password(), "", true));
    } finally {
      sql("ALTER TABLE notiflows_check." + table + " MODIFY " + original);
    }
    prepare(WRITER, "writer", "", false);
  }

  @ParameterizedTest
  @CsvSource({"latin_writer, ''", "writer, ?connectionCollation=latin1_swedish_ci"})
  void rejectsAConnectionThatChangesText(String user, String options) {
    String message = refusal(user, "writer", options, false);

    assertTrue(message.contains("projects.name: wrote \"Probe \\ud83d\\ude00 \""), message);
    assertTrue(message.contains("remove character sets from NOTIFLOWS_DB_URL"), message);
  }

  @Test
  void reportsAReadOnlyDatabase() {
    sql(
        "CREATE TRIGGER notiflows_check.full BEFORE INSERT ON notiflows_check.projects FOR EACH ROW"
            + " SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1290");
    try {
      String message = refusal(WRITER, "writer", "", false);

      assertTrue(message.contains("full or read-only (SQL error 1290)"), message);
    } finally {
      sql("DROP TRIGGER notiflows_check.full");
    }
  }

  private static void prepare(String user, String password, String options, boolean migrate) {
    String url = server.jdbcUrl().replaceFirst("/notiflows$", "/notiflows_check") + options;
    try (Database database =
        new Database(
            new DatabaseConfig(url, user, password, 2, migrate), Tracing.OFF, MasterKeys.NONE)) {
      database.prepare(migrate);
    }
  }

  private static String refusal(String user, String password, String options, boolean migrate) {
    return String.valueOf(
        assertThrows(AdministrationException.class, () -> prepare(user, password, options, migrate))
            .getMessage());
  }

  private static void sql(String statement) {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private static String query(String statement) {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(statement)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }
}
