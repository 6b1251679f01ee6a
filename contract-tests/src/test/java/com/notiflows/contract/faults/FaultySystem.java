package com.notiflows.contract.faults;

import com.notiflows.contract.Child;
import com.notiflows.server.app.Components;
import com.notiflows.server.app.Main;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Folders;
import com.notiflows.server.embedded.Frozen;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.testing.CuttingProxy;
import com.notiflows.server.users.UserAdministration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server process, a proxy, a database of its own behind it, and clients that write. */
final class FaultySystem implements AutoCloseable {

  private static final String LISTENING = "Listening on 127.0.0.1 port (\\d+)";
  private static final String POOL_SIZE = "4";

  private final Path folder;
  private final Ledger ledger = new Ledger();
  private final EmbeddedDatabase database;
  private final CuttingProxy proxy;
  private final SteppedClock clock;
  private final Load load;
  private Child server;
  private Frozen frozen;
  private Connection locks;
  private volatile int port;

  /** Starts everything, with files in an empty folder. */
  FaultySystem(Path folder) throws IOException, InterruptedException, SQLException {
    this.folder = folder;
    this.clock = new SteppedClock(folder.resolve("clock"));
    EmbeddedDatabase.Product product =
        EmbeddedDatabase.Product.of(System.getProperty("db", "mariadb"));
    this.database = EmbeddedDatabase.start(product, folder.resolve("database"), line -> {});
    this.proxy = new CuttingProxy(address().getPort());
    seed();
    startServer();
    this.load = new Load(ledger, () -> port);
  }

  /** An empty folder for the test of that name. */
  static Path folder(String test) throws IOException {
    Path folder = Path.of("target", test).toAbsolutePath();
    Folders.delete(folder);
    return Files.createDirectories(folder);
  }

  private void seed() {
    BundledSpec spec = BundledSpec.load();
    Configuration direct = Configuration.from(environment(database.jdbcUrl()));
    try (Components components = new Components(direct, spec, Clock.systemUTC())) {
      components.database().prepare(true);
      DemoProject.seed(components.database());
      UserAdministration users = components.services().userAdministration();
      Load.users().forEach(user -> users.create(DemoProject.ID, user));
    }
  }

  private URI address() {
    return URI.create(database.jdbcUrl().substring("jdbc:".length()));
  }

  private Map<String, String> environment(String url) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NOTIFLOWS_DB_URL", url);
    environment.put("NOTIFLOWS_DB_USER", database.user());
    environment.put("NOTIFLOWS_DB_PASSWORD", database.password());
    environment.put("NOTIFLOWS_DB_POOL_SIZE", POOL_SIZE);
    environment.put("NOTIFLOWS_PORT", "0");
    environment.put("NOTIFLOWS_ADDRESS", "127.0.0.1");
    return environment;
  }

  Ledger ledger() {
    return ledger;
  }

  Load load() {
    return load;
  }

  EmbeddedDatabase database() {
    return database;
  }

  CuttingProxy proxy() {
    return proxy;
  }

  /** The clock of the server. */
  SteppedClock clock() {
    return clock;
  }

  /** The port of the server. */
  int port() {
    return port;
  }

  /** Starts a server and waits until it listens. */
  void startServer() {
    String url =
        "jdbc:mysql://127.0.0.1:"
            + proxy.port()
            + address().getPath()
            + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // starts faster
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve");
    Map<String, String> environment = environment(url);
    environment.putAll(clock.environment());
    server = Child.start(folder, environment, command);
    port = Integer.parseInt(server.await(LISTENING).group(1));
  }

  void killServer() {
    server.kill();
  }

  void freezeDatabase() {
    frozen = Frozen.process(database.pid());
  }

  void thawDatabase() {
    frozen.close();
  }

  void sql(String statement) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  /** The number that a query returns. */
  long count(String query) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Ends all connections of the server, whatever they do. */
  void killConnections() throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      try (ResultSet rows =
          sql.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE user = '"
                  + database.user()
                  + "' AND id <> CONNECTION_ID()")) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      for (long id : ids) {
        try {
          sql.execute("KILL " + id);
        } catch (SQLException e) {
          if (e.getErrorCode() != 1094) { // it ended by itself
            throw e;
          }
        }
      }
    }
  }

  /** Locks all users, so that the transactions of writes keep their connections. */
  void lockUsers() throws SQLException {
    locks = connect();
    locks.setAutoCommit(false);
    try (Statement sql = locks.createStatement()) {
      sql.executeQuery("SELECT id FROM users FOR UPDATE").close();
    }
  }

  void unlockUsers() throws SQLException {
    locks.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  /** Ends everything that runs, a frozen database included. */
  @Override
  public void close() throws IOException {
    // A database that was killed is not there; then this does nothing.
    new ProcessBuilder("kill", "-CONT", Long.toString(database.pid())).start();
    load.close();
    server.close();
    proxy.close();
    database.close();
  }
}
