package com.notiflows.server.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A real database server that needs no installing, for tests and for the demo server: MariaDB or
 * MySQL 8, unpacked from jars of the class path, or the MariaDB of this machine, run on a folder of
 * the caller's.
 *
 * <p>The server listens on 127.0.0.1 only, and dies with this JVM even when the JVM is killed. The
 * folder keeps its data; one JVM at a time may use it. Signals of the terminal do not reach the
 * server (Linux, macOS), so on Ctrl-C the caller decides the order: first its own server, then
 * {@link #close()}.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** Which server to run. */
  public enum Product {
    /** MariaDB: bundled for Linux and Windows x86-64 and macOS arm64, elsewhere from the PATH. */
    MARIADB("MariaDB", "mariadb"),
    /** MariaDB 10, as Debian 12 has it: never bundled, always from the PATH. */
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

    /** The name people know it by. */
    String label() {
      return label;
    }

    /** The name of its files inside a data folder. */
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
   * Starts a server and waits until it answers. The first start on a machine unpacks the server
   * into {@code ~/.cache/notiflows}, the first start in a folder creates the database there.
   *
   * @param dataDir the folder that keeps the data; created if absent
   * @param progress receives a short line for people before each step that takes time
   * @param extraServerArgs more options for the server, such as {@code --innodb-page-size=4k}; a
   *     later option wins
   * @throws EmbeddedDatabaseException if the folder is in use, or there is no server for this
   *     machine, or the server does not start; the message says what to do
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
   * A user who owns the database {@code notiflows} and every database named {@code notiflows_…},
   * and may create and drop those. Public knowledge, like its password.
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

  /** Kills the server as a power cut would, for fault tests. The folder stays taken. */
  public void kill() {
    process.kill();
  }

  /**
   * Starts the server again on the same port and data, after {@link #kill()} or {@link #close()};
   * one that still runs is closed first.
   */
  public synchronized void restart() {
    close();
    process = launch.run();
  }

  /** Stops the server cleanly, waits for its end and frees the folder. May be called again. */
  @Override
  public synchronized void close() {
    process.stop(STOP_LIMIT);
    launch.folder().unlock();
  }
}
