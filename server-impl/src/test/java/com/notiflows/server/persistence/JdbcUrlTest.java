package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.tracing.Tracing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql:",
        "jdbc:mysql:/u:hidden@host/db",
        "jdbc:mysql:u:hidden@host/db",
        "jdbc:mysql://u:hidden@host:port/db",
        "jdbc:mysql://u:hidden@host:99999999999/db",
        "jdbc:mysql://(host=a,password=hidden/db",
        "jdbc:mysql://host/db?password=hidden%zz",
        "jdbc:mysql://[::1/db?password=hidden",
        "jdbc:mysql:// u:hidden@host/db",
      })
  void errorDoesNotRepeatAnInvalidUrl(String url) {
    DatabaseConfig config = new DatabaseConfig(url, "", "", 1, false);

    AdministrationException refused =
        assertThrows(AdministrationException.class, () -> open(config));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("NOTIFLOWS_DB_URL"), message);
    assertFalse(message.contains("hidden"), message);
    assertTrue(refused.getCause() == null && refused.getSuppressed().length == 0);
  }

  private static void open(DatabaseConfig config) {
    try (Database database = new Database(config, Tracing.OFF, MasterKeys.NONE)) {
      database.prepare(false);
    }
  }

  @Test
  void acceptsValidUrls() {
    for (String url :
        new String[] {
          "jdbc:mysql://127.0.0.1:1/notiflows",
          "jdbc:mysql://u:p@127.0.0.1:1/notiflows?sslMode=DISABLED",
          "jdbc:mysql:///notiflows",
          "jdbc:mysql:loadbalance://127.0.0.1:1,127.0.0.1:2/notiflows",
          "jdbc:mysql://127.0.0.1"
        }) {
      assertDoesNotThrow(
          () ->
              new Database(new DatabaseConfig(url, "", "", 1, false), Tracing.OFF, MasterKeys.NONE)
                  .close());
    }
  }
}
