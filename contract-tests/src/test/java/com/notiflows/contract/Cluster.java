package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.app.Components;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Folders;
import com.notiflows.server.embedded.LoopbackPort;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three database nodes, Redis, and HAProxy in front of the nodes and of two servers, with the
 * documented configurations. Nothing is left of it when this JVM ends.
 */
final class Cluster implements AutoCloseable {

  private static final Path DOCS = Path.of("../docs/deployment").toAbsolutePath().normalize();
  private static final Path PROXY = Path.of("/usr/sbin/haproxy");

  /** Where Debian has what is needed, and in which package. */
  private static final Map<Path, String> PACKAGES =
      Map.of(
          Path.of("/usr/lib/galera/libgalera_smm.so"),
          "galera-4",
          Path.of("/usr/bin/wsrep_sst_rsync"),
          "mariadb-server",
          Path.of("/usr/bin/rsync"),
          "rsync",
          Path.of("/usr/bin/lsof"),
          "lsof",
          PROXY,
          "haproxy",
          Path.of("/usr/bin/redis-server"),
          "redis-server");

  private final Path folder;
  private final Distribution distribution;
  private final int databasePort = LoopbackPort.free();
  private final int apiPort = LoopbackPort.free();
  private final List<GaleraNode> nodes;
  private final RedisProcess redis;
  private final List<ClusterServer> servers = new ArrayList<>();
  private final List<EmbeddedDatabase> others = new ArrayList<>();
  private Optional<Child> proxy = Optional.empty();

  /** Prepares all parts. */
  Cluster() {
    List<String> missing =
        PACKAGES.keySet().stream().filter(Files::notExists).map(PACKAGES::get).sorted().toList();
    assertEquals(List.of(), missing, "Install these packages of Debian");
    this.distribution = Distribution.unpack("cluster-distribution");
    try {
      this.folder = Files.createTempDirectory("notiflows-cluster");
      Runtime.getRuntime().addShutdownHook(new Thread(this::close));
      this.nodes = GaleraNode.prepare(folder, Files.readString(DOCS.resolve("galera/galera.cnf")));
      Path check = folder.resolve("galera-check");
      Files.copy(DOCS.resolve("haproxy/galera-check"), check, StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(
          folder.resolve("galera-check.cnf"),
          "[client]\nuser=" + GaleraNode.USER + "\npassword=" + GaleraNode.PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.redis = RedisProcess.start();
  }

  /** Starts the nodes and creates the schema and the demo project. */
  void startNodes() {
    nodes.get(0).startCluster();
    nodes.get(1).join();
    nodes.get(2).join();
    new CommandLineRun(environment(nodes.get(0), "notiflows")).run("migrate");
    seed(environment(nodes.get(1), "notiflows"));
  }

  /** Creates the demo project. */
  static void seed(Map<String, String> environment) {
    try (Components components =
        new Components(Configuration.from(environment), BundledSpec.load(), Clock.systemUTC())) {
      DemoProject.seed(components.database());
    }
  }

  /** The environment of a command or server that uses a database on this node. */
  static Map<String, String> environment(GaleraNode node, String database) {
    return environment(node.jdbcUrl(database));
  }

  private static Map<String, String> environment(String url) {
    return Map.of(
        "NOTIFLOWS_DB_URL", url,
        "NOTIFLOWS_DB_USER", GaleraNode.USER,
        "NOTIFLOWS_DB_PASSWORD", GaleraNode.PASSWORD);
  }

  /** Begins to start a server with this environment. */
  ClusterServer serve(Map<String, String> environment) {
    ClusterServer server = new ClusterServer(distribution, environment);
    servers.add(server);
    return server;
  }

  /**
   * Starts the proxy and two servers behind it that reach the nodes through it.
   *
   * @param rates their rate limits, which they share
   */
  List<ClusterServer> serveBehindProxy(String rates) {
    Map<String, String> environment =
        new HashMap<>(environment(GaleraNode.jdbcUrl(databasePort, "notiflows")));
    environment.put("NOTIFLOWS_REDIS_URL", redis.url());
    environment.put("NOTIFLOWS_RATE_LIMITS", rates);
    environment.put("NOTIFLOWS_METRICS", "true");
    List<ClusterServer> both = List.of(serve(environment), serve(environment));
    proxy = Optional.of(launchProxy(both));
    both.forEach(ClusterServer::awaitReady);
    return both;
  }

  private Child launchProxy(List<ClusterServer> behind) {
    Map<String, String> environment = new HashMap<>();
    environment.put("GALERA_CHECK", folder.resolve("galera-check").toString());
    environment.put("DATABASE_ADDRESS", "127.0.0.1:" + databasePort);
    environment.put("API_ADDRESS", "127.0.0.1:" + apiPort);
    for (GaleraNode node : nodes) {
      environment.put("NODE_" + (nodes.indexOf(node) + 1), node.address());
    }
    for (ClusterServer server : behind) {
      environment.put("SERVER_" + (behind.indexOf(server) + 1), "127.0.0.1:" + server.port());
    }
    String configuration = DOCS.resolve("haproxy/haproxy.cfg").toString();
    return Child.start(folder, environment, List.of(PROXY.toString(), "-f", configuration));
  }

  /** Whether the proxy runs, and what it has written. */
  String proxyState() {
    return proxy.map(child -> "HAProxy runs: " + child.isAlive() + "\n" + child.err()).orElse("");
  }

  void killProxy() {
    proxy.ifPresent(Child::kill);
  }

  /** Starts it again, with the same addresses. */
  void restartProxy(List<ClusterServer> behind) {
    proxy = Optional.of(launchProxy(behind));
  }

  /** The port on which the proxy takes requests for the servers. */
  int apiPort() {
    return apiPort;
  }

  /** The nodes; the proxy prefers the first. */
  List<GaleraNode> nodes() {
    return nodes;
  }

  RedisProcess redis() {
    return redis;
  }

  /** Starts the same program as that of the nodes, without a cluster. */
  EmbeddedDatabase startDatabase() {
    EmbeddedDatabase database =
        EmbeddedDatabase.start(
            EmbeddedDatabase.Product.MARIADB10, folder.resolve("database"), line -> {});
    others.add(database);
    return database;
  }

  /** Kills all processes and deletes their files. Idempotent. */
  @Override
  public synchronized void close() {
    servers.forEach(ClusterServer::close);
    redis.close();
    killProxy();
    nodes.forEach(GaleraNode::close);
    others.forEach(EmbeddedDatabase::kill);
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
