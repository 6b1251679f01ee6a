package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.notiflows.server.embedded.LoopbackPort;
import com.notiflows.server.embedded.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node of a MariaDB Galera cluster on loopback, with the documented configuration. */
final class GaleraNode implements AutoCloseable {

  static final String USER = "notiflows";
  static final String PASSWORD = "galera-test";
  private static final String OPERATOR = "operator";

  /** Copies of all data to another node fail as root. */
  private static final String ACCOUNT =
      System.getProperty("user.name").equals("root") ? "mysql" : System.getProperty("user.name");

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Pattern POSITION = Pattern.compile("Recovered position: (\\S+)");

  private final String name;
  private final Path folder;
  private final int port;
  private Optional<Child> process = Optional.empty();

  private GaleraNode(String name, Path folder, int port) {
    this.name = name;
    this.folder = folder;
    this.port = port;
  }

  /** Prepares the folders of three nodes; starts none. */
  static List<GaleraNode> prepare(Path folder, String configuration) {
    List<Integer> ports = Stream.generate(LoopbackPort::free).limit(3).toList();
    List<GaleraNode> nodes = new ArrayList<>();
    for (int replication : ports) {
      String name = "n" + (nodes.size() + 1);
      GaleraNode node = new GaleraNode(name, folder.resolve(name), LoopbackPort.free());
      node.configure(configuration, ports, replication);
      nodes.add(node);
    }
    nodes.get(0).run("chown", "-R", ACCOUNT, folder.toString());
    nodes.get(0).install();
    return nodes;
  }

  /** Later lines take precedence; the ports of replication have to be in one line with the rest. */
  private void configure(String documented, List<Integer> all, int replication) {
    String addresses = String.join(",", all.stream().map(p -> "127.0.0.1:" + p).toList());
    String ports =
        "base_port=%1$d;gmcast.listen_addr=tcp://127.0.0.1:%1$d;ist.recv_addr=127.0.0.1:%2$d;"
            .formatted(replication, LoopbackPort.free());
    String options = "wsrep_provider_options=";
    String own =
        """
        user=%s
        bind-address=127.0.0.1
        port=%d
        datadir=%s/data
        socket=db.sock
        pid-file=db.pid
        log-error=%3$s/error.log
        tmpdir=%3$s/tmp
        skip-name-resolve
        wsrep_cluster_address=gcomm://%s
        wsrep_node_name=%s
        wsrep_node_address=127.0.0.1
        wsrep_node_incoming_address=127.0.0.1:%2$d
        wsrep_sst_receive_address=127.0.0.1:%d
        """
            .formatted(ACCOUNT, port, folder, addresses, name, LoopbackPort.free());
    try {
      Files.createDirectories(folder.resolve("data"));
      Files.createDirectories(folder.resolve("tmp"));
      Files.writeString(
          folder.resolve("my.cnf"), documented.replace(options, options + ports) + own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install() {
    run(
        "mariadb-install-db",
        "--no-defaults",
        "--user=" + ACCOUNT,
        "--datadir=" + folder.resolve("data"),
        "--auth-root-authentication-method=normal",
        "--skip-test-db");
  }

  /** Starts a new cluster with an empty database, which is in sync when this returns. */
  void startCluster() {
    launch("--wsrep-new-cluster");
    awaitTrue(() -> read("error.log").contains("Synchronized with group"));
    run(
        "mariadb",
        "--no-defaults",
        "--user=root",
        "--socket=" + folder.resolve("data/db.sock"),
        ("--execute=CREATE DATABASE notiflows CHARACTER SET utf8mb4; CREATE DATABASE"
                + " notiflows_empty CHARACTER SET utf8mb4; CREATE USER %1$s@'%%' IDENTIFIED BY"
                + " '%2$s'; GRANT ALL ON notiflows.* TO %1$s@'%%'; GRANT ALL ON notiflows_empty.* TO"
                + " %1$s@'%%'; CREATE USER %3$s@'%%' IDENTIFIED BY '%2$s'; GRANT RELOAD ON *.* TO"
                + " %3$s@'%%'")
            .formatted(USER, PASSWORD, OPERATOR));
    awaitSynced();
  }

  /** Joins the cluster, and waits until it is in sync. */
  void join() {
    launch();
    awaitSynced();
  }

  /** Kills the process, as a failing machine would. */
  void kill() {
    process.ifPresent(Child::kill);
  }

  /** Starts a killed node again from where it was, and waits until it is in sync. */
  void restart() {
    run(
        "mariadbd",
        "--defaults-file=" + folder.resolve("my.cnf"),
        "--wsrep-recover",
        "--log-error=" + folder.resolve("recovery.log"));
    String position =
        POSITION
            .matcher(read("recovery.log"))
            .results()
            .map(found -> found.group(1))
            .reduce((former, latter) -> latter)
            .orElseThrow();
    launch("--wsrep-start-position=" + position);
    awaitSynced();
  }

  private void launch(String... options) {
    List<String> command =
        new ArrayList<>(List.of("mariadbd", "--defaults-file=" + folder.resolve("my.cnf")));
    command.addAll(List.of(options));
    process = Optional.of(Child.start(folder, Map.of(), command));
  }

  private void run(String... command) {
    try (Child child = Child.start(folder, Map.of(), List.of(command))) {
      assertEquals(0, child.exit(LIMIT.toSeconds()), () -> child.out() + child.err());
    }
  }

  /** Waits until it has all that the others have. */
  void awaitSynced() {
    awaitTrue(() -> status("wsrep_local_state_comment").equals("Synced"));
  }

  private void awaitTrue(BooleanSupplier condition) {
    if (!Patience.until(LIMIT, condition)) {
      fail(name + " is not in sync:\n" + read("error.log"));
    }
  }

  private String read(String file) {
    Path path = folder.resolve(file);
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A status variable; empty while the node does not respond. */
  private String status(String variable) {
    try {
      return value("SHOW STATUS LIKE '" + variable + "'");
    } catch (SQLException e) {
      return "";
    }
  }

  /** Applies nothing of the other nodes until the result is closed. */
  Connection stopApplying() throws SQLException {
    Connection connection = DriverManager.getConnection(jdbcUrl(""), OPERATOR, PASSWORD);
    try (Statement sql = connection.createStatement()) {
      sql.execute("FLUSH TABLES WITH READ LOCK");
    }
    return connection;
  }

  /** Connects as the server does. */
  Connection connect() throws SQLException {
    String url = jdbcUrl("") + "?connectTimeout=2000&socketTimeout=10000";
    return DriverManager.getConnection(url, USER, PASSWORD);
  }

  /** The second column of the row that a query on this node returns. */
  String value(String query) throws SQLException {
    try (Connection connection = connect();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      return rows.next() ? rows.getString(2) : "";
    }
  }

  /** Conflicts with other nodes that aborted transactions of this one. */
  long conflicts() {
    return Long.parseLong(status("wsrep_local_cert_failures"))
        + Long.parseLong(status("wsrep_local_bf_aborts"));
  }

  String jdbcUrl(String database) {
    return jdbcUrl(port, database);
  }

  static String jdbcUrl(int port, String database) {
    return "jdbc:mysql://127.0.0.1:" + port + "/" + database;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  long pid() {
    return process.orElseThrow().pid();
  }

  /** Kills it with the processes that copy data. */
  @Override
  public void close() {
    process.map(Child::pid).flatMap(ProcessHandle::of).stream()
        .flatMap(ProcessHandle::descendants)
        .forEach(ProcessHandle::destroyForcibly);
    kill();
  }
}
