package com.notiflows.server.persistence;

import com.notiflows.server.config.DatabaseConfig;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.DriverDataSource;
import java.time.Duration;
import javax.sql.DataSource;

/** How connections to the database are opened and shared. */
public final class PoolSettings {

  /** How long opening a connection may take. */
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private static final String DRIVER = "com.mysql.cj.jdbc.Driver";
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration POOL_LIMIT = Duration.ofSeconds(1);
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);
  private static final Duration MIGRATION_CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final int MIGRATION_CONNECTIONS = 3;

  /** Twice as often as the database would close an idle connection. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /**
   * Prepares a new connection. Long lists of keys are estimated by statistics: to look each of them
   * up twice, as the optimizer would, costs more than the statement.
   */
  public static final String INITIAL_STATEMENT =
      "SET SESSION innodb_lock_wait_timeout = "
          + LOCK_LIMIT.toSeconds()
          + ", eq_range_index_dive_limit = 2";

  /**
   * The database ends the transaction of a server that has been silent for a minute, for example
   * because the network failed: its locks would stop the writes of a project on all other servers.
   */
  private static final String ENDS_SILENT_SESSIONS = ", wait_timeout = 60";

  /**
   * Unless it is disabled, the driver creates a span for each statement if it finds OpenTelemetry.
   */
  static final String SPANS_OF_DRIVER = "openTelemetry";

  private PoolSettings() {}

  /**
   * The settings of a pool for migrations. A statement may take hours, as one that adds an index to
   * a large table does. Nobody waits for a response, so opening a connection may take longer too.
   */
  static HikariConfig ofMigrations(DatabaseConfig config) {
    HikariConfig hikari = of(config);
    hikari.setPoolName("migrations");
    hikari.setMaximumPoolSize(MIGRATION_CONNECTIONS);
    hikari.setMinimumIdle(0);
    hikari.setConnectionInitSql(INITIAL_STATEMENT); // one waits idly while another migrates
    hikari.setConnectionTimeout(MIGRATION_CONNECT_LIMIT.toMillis());
    hikari.addDataSourceProperty(
        "connectTimeout", Long.toString(MIGRATION_CONNECT_LIMIT.toMillis()));
    hikari.addDataSourceProperty("socketTimeout", "0");
    return hikari;
  }

  /** Opens connections for the pool of these settings, ready to be used. */
  static TrackedConnections connections(HikariConfig hikari) {
    return new TrackedConnections(
        driver(hikari),
        connection -> {
          Galera.prepare(connection);
          return UnpreparedFallback.of(connection);
        });
  }

  private static DataSource driver(HikariConfig hikari) {
    return new DriverDataSource(
        hikari.getJdbcUrl(),
        DRIVER,
        hikari.getDataSourceProperties(),
        hikari.getUsername(),
        hikari.getPassword());
  }

  /** The settings of a pool for this database. */
  static HikariConfig of(DatabaseConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("database");
    hikari.setDriverClassName(DRIVER); // in a WAR, nobody else looks for it
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setConnectionTimeout(POOL_LIMIT.toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED"); // once, not by each transaction
    hikari.setExceptionOverride(new BrokenConnections());
    hikari.setConnectionInitSql(INITIAL_STATEMENT + ENDS_SILENT_SESSIONS);
    hikari.setKeepaliveTime(KEEP_ALIVE.toMillis());
    hikari.addDataSourceProperty("useAffectedRows", "true");
    hikari.addDataSourceProperty("characterEncoding", "UTF-8");
    hikari.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toMillis()));
    hikari.addDataSourceProperty("socketTimeout", Long.toString(ANSWER_LIMIT.toMillis()));
    // Prepared once by the database, which need not parse the same text for each request then.
    hikari.addDataSourceProperty("useServerPrepStmts", "true");
    hikari.addDataSourceProperty("emulateUnsupportedPstmts", "false"); // see UnpreparedFallback
    hikari.addDataSourceProperty("cachePrepStmts", "true");
    hikari.addDataSourceProperty("prepStmtCacheSize", "512");
    hikari.addDataSourceProperty("prepStmtCacheSqlLimit", "8192");
    hikari.addDataSourceProperty("useLocalSessionState", "true");
    hikari.addDataSourceProperty("cacheServerConfiguration", "true");
    hikari.addDataSourceProperty("maintainTimeStats", "false");
    hikari.addDataSourceProperty(SPANS_OF_DRIVER, "DISABLED");
    return hikari;
  }
}
