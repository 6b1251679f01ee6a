package com.notiflows.server.write;

import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Folders;
import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.testing.CuttingProxy;
import com.notiflows.server.tracing.Tracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A database for tests of the queue, shared by all tests. Each test has its own project. */
final class QueueDatabase {

  private static final int POOL_SIZE = 16;

  /** No TLS, because {@link CuttingProxy} parses the statements. */
  private static final String OPTIONS = "?sslMode=DISABLED&allowPublicKeyRetrieval=true";

  private static final QueueDatabase RUNNING = new QueueDatabase();

  private final EmbeddedDatabase server;
  private final Database database;

  private QueueDatabase() {
    EmbeddedDatabase.Product product =
        EmbeddedDatabase.Product.of(System.getProperty("db", "mariadb"));
    Path folder = Path.of("target", "database-queue-" + product);
    this.server =
        EmbeddedDatabase.start(
            product,
            folder,
            System.out::println,
            "--init-file=" + prepare(folder).toAbsolutePath());
    this.database = open(port());
    database.prepare(true);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  database.close();
                  server.close();
                }));
  }

  /** SQL that allows tests to read lock waits. */
  private static Path prepare(Path folder) {
    try {
      Folders.delete(folder);
      return Files.writeString(
          Path.of("target", "queue.sql"), "GRANT PROCESS ON *.* TO 'notiflows'@'%';\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static QueueDatabase get() {
    return RUNNING;
  }

  /** The port of the database. */
  int port() {
    return URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  /** A connection pool. */
  Database database() {
    return database;
  }

  /** A connection pool that connects through a proxy on this port. */
  Database open(int port) {
    String url = server.jdbcUrl().replaceFirst(":[0-9]+/", ":" + port + "/") + OPTIONS;
    return new Database(
        new DatabaseConfig(url, server.user(), server.password(), POOL_SIZE, false),
        Tracing.OFF,
        MasterKeys.NONE);
  }

  /** A connection outside of the pools, like one of another node. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl() + OPTIONS, server.user(), server.password());
  }

  /** Creates a project with these users. */
  UUID project(String... users) {
    UUID id = new ProjectService(database.transactions(), Clock.systemUTC()).create("queue").id();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<UserRow> rows =
        Stream.of(users).map(user -> UserRow.fresh(id, UUID.randomUUID(), user, now)).toList();
    database.transactions().single(UserMapper.class, mapper -> mapper.insert(rows));
    return id;
  }

  /** The device tokens of a project, such as {@code ann a}, in order of user and position. */
  List<String> tokens(UUID project) throws SQLException {
    return rows(
        "SELECT CONCAT(CONVERT(u.external_id USING utf8mb4), ' ', e.identifier) FROM endpoints e"
            + " JOIN users u ON u.project_id = e.project_id AND u.id = e.user_id"
            + " WHERE e.project_id = "
            + hex(project)
            + " ORDER BY u.external_id, e.position");
  }

  /** How many rows of a table belong to a project. */
  int count(String table, UUID project) throws SQLException {
    return Integer.parseInt(
        rows("SELECT COUNT(*) FROM " + table + " WHERE project_id = " + hex(project)).get(0));
  }

  /** The first column of a result. */
  List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet result = sql.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  static String hex(UUID id) {
    return "x'" + id.toString().replace("-", "") + "'";
  }
}
