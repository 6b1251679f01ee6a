package com.notiflows.server.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Waits until a server accepts connections. */
final class Readiness {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String jdbcUrl;
  private final Path data;
  private Optional<SQLException> lastProblem = Optional.empty();

  Readiness(String jdbcUrl, Path data) {
    this.jdbcUrl = jdbcUrl;
    this.data = data;
  }

  void await(DatabaseProcess process, ErrorLog log, String label) {
    boolean over = Patience.until(LIMIT, () -> !process.isAlive() || answers());
    if (!process.isAlive()) {
      throw log.failure(label + " did not start, exit code " + process.exitCode());
    }
    if (!over) {
      EmbeddedDatabaseException failure =
          log.failure(label + " does not answer after " + LIMIT.toSeconds() + " s");
      lastProblem.ifPresent(failure::addSuppressed);
      throw failure;
    }
  }

  // reads the data folder instead of SELECT 1, because another server may have taken the port
  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, properties());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@datadir")) {
      return row.next() && Path.of(row.getString(1)).equals(data);
    } catch (SQLException e) {
      lastProblem = Optional.of(e);
      return false;
    }
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", Schema.USER);
    properties.setProperty("password", Schema.PASSWORD);
    properties.setProperty("connectTimeout", "2000");
    properties.setProperty("socketTimeout", "5000");
    return properties;
  }
}
