package com.notiflows.benchmark;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The server on a durable database, with 100,000 users who have settings on two channels. */
@State(Scope.Benchmark)
public class World {

  static final int USERS = 100_000;

  private static final String URL_OPTIONS =
      "?cachePrepStmts=true&prepStmtCacheSqlLimit=8192&useServerPrepStmts=true";

  /** What the threads of a benchmark use; they end before what they lead to. */
  private final Queue<AutoCloseable> connections = new ConcurrentLinkedQueue<>();

  private EmbeddedDatabase database;
  private Components components;
  private NotiflowsServer server;

  /** Starts everything, and fills the database unless an earlier run has. */
  @Setup(Level.Trial)
  public void start() throws IOException, SQLException {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Product product = Product.of(System.getProperty("db", "mariadb"));
    Path folder = Path.of(System.getProperty("benchmark.folder", "target"), "database");
    database =
        EmbeddedDatabase.start(
            product, folder, System.out::println, "--innodb-buffer-pool-size=512M");
    Configuration configuration =
        Configuration.from(
            Map.of(
                "NOTIFLOWS_DB_URL", database.jdbcUrl(),
                "NOTIFLOWS_DB_USER", database.user(),
                "NOTIFLOWS_DB_PASSWORD", database.password(),
                "NOTIFLOWS_ADDRESS", "127.0.0.1",
                "NOTIFLOWS_PORT", "0"));
    components = new Components(configuration, BundledSpec.load(), Clock.systemUTC());
    components.database().prepare(true);
    DemoProject.seed(components.database());
    fill();
    server = new NotiflowsServer(components, configuration.http());
    server.start();
  }

  /** Stops everything; the data stay for the next benchmark. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    for (AutoCloseable connection : connections) {
      connection.close();
    }
    server.close();
    components.close();
    database.close();
  }

  /** A connection to the server. */
  HttpConnection connectToServer() throws IOException {
    HttpConnection connection = new HttpConnection(server.port());
    connections.add(connection);
    return connection;
  }

  /** A connection to the database. */
  Connection connectToDatabase() throws SQLException {
    Connection connection = connect();
    connections.add(connection);
    return connection;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl() + URL_OPTIONS, database.user(), database.password());
  }

  static String externalId(int user) {
    return "bench-" + user;
  }

  private void fill() throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      if (sql.executeQuery("SELECT 1 FROM users WHERE external_id = 'bench-0'").next()) {
        return;
      }
      System.out.println("Storing " + USERS + " users");
      String project = sql(DemoProject.ID);
      String digits = "(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4";
      digits += " UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";
      sql.execute(
          ("INSERT INTO users (project_id, id, external_id, created_at, updated_at)"
                  + " SELECT %1$s, UNHEX(CONCAT('018e', LPAD(HEX(n), 28, '0'))), CONCAT('bench-', n),"
                  + " NOW(6), NOW(6) FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d n"
                  + " FROM %2$s a, %2$s b, %2$s c, %2$s e, %2$s f) numbers")
              .formatted(project, digits));
      settings(sql, DemoProject.SLACK, "'{\"slack_user_id\":\"U0\"}'");
      settings(
          sql, DemoProject.APNS, "CONCAT('{\"device_tokens\":[\"first-', external_id, '\"]}')");
      sql.execute("ANALYZE TABLE users, channel_settings");
    }
  }

  private static void settings(Statement sql, UUID channel, String settings) throws SQLException {
    sql.execute(
        ("INSERT INTO channel_settings"
                + " (project_id, user_id, channel_id, settings, created_at, updated_at)"
                + " SELECT project_id, id, %s, %s, NOW(6), NOW(6) FROM users"
                + " WHERE project_id = %s AND external_id LIKE 'bench-%%'")
            .formatted(sql(channel), settings, sql(DemoProject.ID)));
  }

  static String sql(UUID id) {
    return "x'" + id.toString().replace("-", "") + "'";
  }
}
