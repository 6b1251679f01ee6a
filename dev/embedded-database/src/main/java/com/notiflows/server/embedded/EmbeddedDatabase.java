package com.notiflows.server.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A database server that needs no installation, for tests and the demo server: MariaDB or MySQL 8,
 * unpacked from jars on the class path, or an installed MariaDB.
 *
 * <p>The server listens on 127.0.0.1 only. It stops with this JVM, even if the JVM is killed. Data
 * is kept in a folder that one JVM at a time may use. Terminal signals do not reach the server
 * (Linux, macOS), so on Ctrl-C the caller can stop its own server before {@link #close()}.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** The database product. */
  public enum Product {
    /** MariaDB: bundled for Linux and Windows x86-64 and macOS arm64, elsewhere from the PATH. */
    MARIADB("MariaDB", "mariadb"),
    /** MariaDB 10 of Debian 12: never bundled, always from the PATH. */
    MARIADB10("MariaDB 10", "mariadb10"),
    /** MySQL 8.0: bundled for Linux and macOS x86-64, nowhere else. */
    MYSQL8("MySQL", "mysql8");

    private final String label;
    private final String key;

    Product(String label, String key) {
      this.label = label;
      this.key = key;
    }

    /** Returns the product for a value of the system property {@code db}. */
    public static Product of(String key) {
      return Stream.of(values())
          .filter(product -> product.key.equals(key))
          .findFirst()
          .orElseThrow(() -> new EmbeddedDatabaseException("there is no database " + key));
    }

    boolean isMariaDb() {
      return this != MYSQL8;
    }

    /** The product name. */
    String label() {
      return label;
    }

    /** The name of its files in a data folder. */
    String key() {
      return key;
    }
  }

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Launch launch;
  private volatile DatabaseProcess process;

  private EmbeddedDatabase(Launch launch) {
    this.launch = launch;
    this.process = launch.run();
  }

  /**
   * Starts a server and waits until it accepts connections. The first start on a machine unpacks
   * the server into {@code ~/.cache/notiflows}, the first start in a folder creates the database
   * there.
   *
   * @param dataDir the folder that keeps the data; created if absent
   * @param progress receives a line of text before each slow step
   * @param extraServerArgs more options for the server, such as {@code --innodb-page-size=4k}; a
   *     later option overrides an earlier one
   * @throws EmbeddedDatabaseException if the folder is in use, if no server fits this machine, or
   *     if the server does not start; the message says what to do
   */
  public static EmbeddedDatabase start(
      Product product, Path dataDir, Consumer<String> progress, String... extraServerArgs) {
    DataFolder folder = DataFolder.in(dataDir, product);
    Distribution distribution = Distribution.of(product, progress);
    return new EmbeddedDatabase(
        new Launch(distribution, folder, LoopbackPort.free(), List.of(extraServerArgs), progress));
  }

  /** The database {@code notiflows}, without credentials. */
  public String jdbcUrl() {
    return launch.jdbcUrl();
  }

  /**
   * The user with all privileges on the database {@code notiflows} and on databases named {@code
   * notiflows_…}. Name and password are public.
   */
  public String user() {
    return Schema.USER;
  }

  /** The password of {@link #user()}. */
  public String password() {
    return Schema.PASSWORD;
  }

  /** The process id of the server itself, for fault tests. */
  public long pid() {
    return process.pid();
  }

  /** Kills the server, for fault tests. The folder stays locked. */
  public void kill() {
    process.kill();
  }

  /** Starts the server again with the same port and data. Stops it first if it still runs. */
  public synchronized void restart() {
    close();
    process = launch.run();
  }

  /** Stops the server cleanly, waits for its end and unlocks the folder. Idempotent. */
  @Override
  public synchronized void close() {
    process.stop(STOP_LIMIT);
    launch.folder().unlock();
  }
}
