package com.notiflows.contract;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.demo.states.DemoWorld;
import com.notiflows.server.demo.states.ProviderStates;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Folders;
import com.notiflows.server.embedded.Patience;
import com.notiflows.server.persistence.DatabaseAbsentException;
import com.notiflows.server.persistence.PoolSettings;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The server on an embedded database, shared by all tests of a process. The database and the JVM
 * use different time zones to reveal times that are not in UTC.
 */
final class TestServer {

  private static final String DATABASE_ZONE = "--default-time-zone=+09:00";

  /** Large enough to insert a million rows in random order within minutes. */
  private static final String DATABASE_MEMORY = "--innodb-buffer-pool-size=1G";

  private static final Duration PREPARATION_LIMIT = Duration.ofSeconds(60);

  /** Effectively off, because its statements would distort the counts of tests. */
  private static final Duration NO_HOUSEKEEPING = Duration.ofDays(1);

  /** Tests have one address and few users, and send more than either would. */
  private static final String NO_RATE_LIMIT =
      "failed-authentication=1000000/1s,signed-in-user=1000000/1s";

  static final EmbeddedDatabase.Product PRODUCT =
      EmbeddedDatabase.Product.of(System.getProperty("db", "mariadb"));
  private static final TestServer RUNNING = new TestServer();

  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final EmbeddedDatabase database;
  private final Components components;
  private final NotiflowsServer server;

  private TestServer() {
    record();
    String fork = System.getProperty("notiflows.process", "process");
    Path folder = Path.of("target", "database-" + PRODUCT + "-" + fork);
    delete(folder);
    this.database =
        EmbeddedDatabase.start(
            PRODUCT, folder, System.out::println, DATABASE_ZONE, DATABASE_MEMORY);
    this.components = components(BundledSpec.load());
    prepare(components);
    seed();
    this.server = start(components);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  components.close();
                  database.close();
                }));
  }

  /** Prepares the database, and waits for it as a starting server does. */
  static void prepare(Components components) {
    boolean isPrepared =
        Patience.until(
            PREPARATION_LIMIT,
            () -> {
              try {
                components.database().prepare(true);
                return true;
              } catch (DatabaseAbsentException e) {
                return false; // it responds too slowly on a loaded machine
              }
            });
    if (!isPrepared) {
      throw new IllegalStateException("The database does not respond");
    }
  }

  /** Resets the demo project and registers the key that signs its user keys. */
  void seed() {
    DemoProject.seed(components.database());
    SignedIn.trustedBy(DemoProject.ID, this);
  }

  static TestServer get() {
    return RUNNING;
  }

  /** The provider states of this server. */
  ProviderStates providerStates() {
    URI url = URI.create("http://127.0.0.1:" + port());
    return new ProviderStates(
        new DemoWorld(
            url, components, Configuration.from(environment()).database(), SignedIn.signer()));
  }

  Wire wire() {
    return new Wire(server.port());
  }

  Answer send(Request request) {
    return wire().send(request);
  }

  int port() {
    return server.port();
  }

  EmbeddedDatabase database() {
    return database;
  }

  Components components() {
    return components;
  }

  /** All log messages, at the finest level. */
  Queue<String> log() {
    return log;
  }

  /** The components of a second server with another spec, on the same database. */
  Components components(BundledSpec spec) {
    return components(spec, NO_HOUSEKEEPING);
  }

  /** The components of a second server with a housekeeping interval. */
  Components components(BundledSpec spec, Duration pause) {
    return new Components(Configuration.from(environment()), spec, Clock.systemUTC(), pause);
  }

  /** The components of a server with these settings and without housekeeping. */
  static Components components(Map<String, String> environment) {
    return new Components(
        Configuration.from(environment), BundledSpec.load(), Clock.systemUTC(), NO_HOUSEKEEPING);
  }

  static NotiflowsServer start(Components components) {
    Configuration any =
        Configuration.from(
            Map.of(
                "NOTIFLOWS_DB_URL",
                "jdbc:mysql:",
                "NOTIFLOWS_PORT",
                "0",
                "NOTIFLOWS_ADDRESS",
                "127.0.0.1"));
    NotiflowsServer server = new NotiflowsServer(components, any.http());
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  /** The environment variables of a process that uses the database. */
  Map<String, String> environment() {
    return environment(database);
  }

  static Map<String, String> environment(EmbeddedDatabase database) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NOTIFLOWS_DB_URL", database.jdbcUrl());
    environment.put("NOTIFLOWS_DB_USER", database.user());
    environment.put("NOTIFLOWS_DB_PASSWORD", database.password());
    environment.put("NOTIFLOWS_RATE_LIMITS", NO_RATE_LIMIT);
    if (System.getProperty("encryption", "off").equals("on")) {
      environment.put("NOTIFLOWS_MASTER_KEY", EncryptedDatabase.OLD_KEY);
    }
    return environment;
  }

  /** The environment variables of a process that uses another database on the same server. */
  Map<String, String> environmentOf(String databaseName) {
    Map<String, String> environment = environment();
    environment.computeIfPresent(
        "NOTIFLOWS_DB_URL",
        (key, url) -> url.replaceFirst("/notiflows(\\?|$)", "/" + databaseName + "$1"));
    return environment;
  }

  /** The same variables for a server process, which listens on a free port of this machine. */
  static Map<String, String> toServe(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("NOTIFLOWS_PORT", "0");
    settings.put("NOTIFLOWS_ADDRESS", "127.0.0.1");
    return settings;
  }

  /** Runs a statement directly on the database. */
  void sql(String statement) {
    try (Connection connection = connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** The first column of the first row. */
  String query(String statement) {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(statement)) {
      return rows.next() ? rows.getString(1) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  Connection connect() throws SQLException {
    return connect(database.jdbcUrl());
  }

  /** Repeats a request while the answer is 503; returns the last answer. */
  Answer sendUntilServed(Request request, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Answer answer = send(request);
    while (answer.status() == 503 && System.nanoTime() < end) {
      answer = send(request);
    }
    return answer;
  }

  /** A connection as the server has them: the database prepares statements. */
  Connection connectPreparing() throws SQLException {
    Connection connection = connect(database.jdbcUrl() + "?useServerPrepStmts=true");
    try (Statement statement = connection.createStatement()) {
      statement.execute(PoolSettings.INITIAL_STATEMENT);
    }
    return connection;
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, database.user(), database.password());
  }

  private void record() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    AppenderBase<ILoggingEvent> recorder =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            add(event.getFormattedMessage());
            for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
              add(t.getClassName() + ": " + t.getMessage());
            }
          }

          private void add(String line) {
            log.add(line);
            RunRecord.LOG.add(line);
          }
        };
    recorder.start();
    Logger ours = (Logger) LoggerFactory.getLogger("com.notiflows");
    ours.setLevel(Level.ALL);
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(recorder);
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
