package com.notiflows.server.persistence;

import com.mysql.cj.jdbc.AbandonedConnectionCleanupThread;
import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.encryption.ProjectCiphers;
import com.notiflows.server.model.Hash;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.tracing.Tracing;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.logging.nologging.NoLoggingImpl;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;

/** The database: its pool of connections, its schema, its mappers. */
public final class Database implements AutoCloseable {

  private static final List<Class<?>> MAPPERS =
      List.of(
          ChangeHeadMapper.class,
          ChangeMapper.class,
          ChannelMapper.class,
          ChannelSettingsMapper.class,
          DataKeyMapper.class,
          EndpointMapper.class,
          IdempotencyKeyMapper.class,
          OriginMapper.class,
          ProjectMapper.class,
          PublicKeyMapper.class,
          SecretKeyMapper.class,
          SigningKeyMapper.class,
          StaleRowMapper.class,
          UserMapper.class);
  private static final Duration BUSY_LIMIT = Duration.ofSeconds(5);

  private final HikariDataSource pool;
  private final Transactions transactions;
  private final DatabasePing ping;
  private final DatabaseMonitor monitor;
  private final TrackedConnections connections;
  private final OutageGate gate = new OutageGate();
  private final Schema schema;

  /**
   * Opens the pool, and traces transactions. The database need not be there yet.
   *
   * @param masterKeys unwrap the data keys
   */
  public Database(DatabaseConfig config, Tracing tracing, MasterKeys masterKeys) {
    JdbcUrl.check(driver(), config.url());
    HikariConfig settings = PoolSettings.of(config);
    this.connections = PoolSettings.connections(settings);
    settings.setDataSource(connections);
    this.pool = new PatientPool(settings, BUSY_LIMIT, gate);
    this.ping = new DatabasePing(driver(), config);
    this.monitor = new DatabaseMonitor(ping, this::hasWork, outages());
    Configuration mybatis =
        new Configuration(
            new Environment("main", new PlainTransactionFactory(monitor::replied), pool));
    mybatis.setLogImpl(NoLoggingImpl.class); // MyBatis would log parameters, and so tokens
    mybatis.setDefaultScriptingLanguage(CachedSql.class);
    mybatis.setShrinkWhitespacesInSql(true);
    mybatis.setMapUnderscoreToCamelCase(true);
    mybatis.setArgNameBasedConstructorAutoMapping(true);
    mybatis.setCacheEnabled(false);
    // A look that is repeated within a transaction is there to see what others did meanwhile.
    mybatis.setLocalCacheScope(LocalCacheScope.STATEMENT);
    mybatis.getTypeHandlerRegistry().register(UUID.class, new UuidTypeHandler());
    mybatis.getTypeHandlerRegistry().register(Hash.class, new HashTypeHandler());
    mybatis.getTypeHandlerRegistry().register(Instant.class, new UtcInstantTypeHandler());
    MAPPERS.forEach(mybatis::addMapper);
    this.transactions =
        new Transactions(
            new SqlSessionFactoryBuilder().build(mybatis),
            new ProjectCiphers(masterKeys, System::nanoTime),
            tracing,
            monitor::replied);
    this.schema = new Schema(config);
  }

  private boolean hasWork() {
    PoolUse use = poolUse();
    return use.active() > 0 || use.pending() > 0;
  }

  /**
   * When the database stops answering, all connections are aborted: their transactions fail, and
   * those that had not asked for their commit can never be committed later.
   */
  private DatabaseMonitor.Listener outages() {
    return new DatabaseMonitor.Listener() {
      @Override
      public void lost() {
        gate.shut();
        connections.pause();
        pool.getHikariPoolMXBean().softEvictConnections();
      }

      @Override
      public void found() {
        connections.resume();
        gate.open();
      }
    };
  }

  /** Runs statements on this database. */
  public Transactions transactions() {
    return transactions;
  }

  /**
   * Whether the database answers. Uses a connection of its own, so a full pool does not matter.
   * Returns after a few seconds at the latest.
   */
  public boolean isAnswering() {
    return !monitor.isOut() && ping.ask(monitor::replied) == OutageDetector.Answer.GIVEN;
  }

  /** Whether requests are refused because the database does not answer. Does not block. */
  public boolean isOut() {
    return monitor.isOut();
  }

  /** The connections of the pool at this moment. */
  public PoolUse poolUse() {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    return bean == null
        ? new PoolUse(0, 0, 0)
        : new PoolUse(
            bean.getActiveConnections(),
            bean.getIdleConnections(),
            bean.getThreadsAwaitingConnection());
  }

  /** The largest number of connections in the pool. */
  public int poolSize() {
    return pool.getMaximumPoolSize();
  }

  /**
   * The connections of the pool.
   *
   * @param active how many are in use
   * @param idle how many are open and free
   * @param pending how many threads wait for one
   */
  public record PoolUse(int active, int idle, int pending) {}

  /**
   * Prepares the database for a server, and checks that it returns what is written to it.
   *
   * @param migrate true to bring its schema up to this version, false to require that it is. The
   *     schema of a Galera cluster is never changed, because no lock keeps servers on different
   *     nodes from changing it at the same time
   * @throws DatabaseAbsentException if the database is not there yet; then nothing is done, or the
   *     same call goes on where this one stopped
   * @throws AdministrationException if the database can't be used; the message says what to do
   */
  public void prepare(boolean migrate) {
    boolean isCluster = check();
    if (migrate && !isCluster) {
      schema.migrate();
    } else {
      schema.requireUsable(isCluster);
    }
    checkStorage();
  }

  private void checkStorage() {
    List<String> findings;
    try (Connection connection = pool.getConnection()) {
      findings = StorageCheck.findings(connection);
      transactions.ciphers().masterKeys().requireAll(EncryptionCheck.masterKeys(connection));
    } catch (SQLException e) {
      throw unusable(e);
    }
    if (!findings.isEmpty()) {
      throw new AdministrationException(
          "The database changes what is written to it, so the server does not start:\n  - "
              + String.join("\n  - ", findings));
    }
  }

  /**
   * Brings the schema up to this version; returns how many steps that took. A newer schema is left
   * as it is if this version can use it.
   *
   * @throws AdministrationException if that can't be; the message says what to do
   */
  public int migrate() {
    check();
    return schema.migrate();
  }

  /** Requires that the database answers; returns whether it is a Galera cluster. */
  private boolean check() {
    try (Connection connection = pool.getConnection()) {
      if (!connection.isValid((int) PoolSettings.CONNECT_LIMIT.toSeconds())) {
        throw new SQLException("The database does not answer");
      }
      return Galera.isNode(connection);
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  private static AdministrationException unusable(SQLException failure) {
    String advice = SqlErrors.convert(failure).advice();
    return SqlErrors.isAbsence(failure)
        ? new DatabaseAbsentException(advice)
        : new AdministrationException(advice);
  }

  private static Driver driver() {
    try {
      return new com.mysql.cj.jdbc.Driver();
    } catch (SQLException e) {
      throw new IllegalStateException("The driver can't be loaded", e);
    }
  }

  /** Takes the driver out of the JVM, so that a servlet container can let go of our classes. */
  public static void unloadDriver() {
    AbandonedConnectionCleanupThread.checkedShutdown();
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == Database.class.getClassLoader()) {
        try {
          DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
          throw new IllegalStateException("The driver can't be taken out", e);
        }
      }
    }
  }

  /** Closes all connections. */
  @Override
  public void close() {
    monitor.close();
    ping.close();
    connections.close();
    pool.close();
  }
}
