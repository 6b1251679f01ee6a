package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.faults.Ledger;
import com.notiflows.contract.faults.Load;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Frozen;
import com.notiflows.server.embedded.Patience;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Clients that write through HAProxy and through each server, while parts of the cluster die. */
final class ClusterLoad {

  private static final int ROUNDS = Integer.getInteger("cluster.rounds", 1);
  private static final int SECONDS = Integer.getInteger("cluster.seconds", 10);
  private static final int WARM_UP_SECONDS = 5;

  /** Long enough to see what a fault does. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

  /** Far more than the product needs: for a machine that does other things too. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** What clients see of a part that is away. */
  private enum Part {
    /** Responses only: a server returns an error, or has another way. */
    BEHIND_SERVERS,
    /** Broken connections to it; another server goes on. */
    SERVER,
    /** Nothing works without it. */
    PROXY
  }

  private record Fault(String name, Part part, Runnable inject, Runnable mend) {}

  private final Cluster cluster;
  private final List<ClusterServer> servers;
  private final List<Integer> ports;

  /** Uses servers behind the proxy. */
  ClusterLoad(Cluster cluster, List<ClusterServer> servers) {
    this.cluster = cluster;
    this.servers = servers;
    this.ports = new ArrayList<>(servers.stream().map(ClusterServer::port).toList());
    ports.add(cluster.apiPort());
  }

  private static Load start(Ledger ledger, List<Integer> ports) {
    AtomicInteger turn = new AtomicInteger();
    return new Load(ledger, () -> ports.get(Math.floorMod(turn.getAndIncrement(), ports.size())));
  }

  /** Runs everything, on one server with one database first. */
  void run(ClusterReport report) throws Exception {
    report.add("acknowledged writes per second, 1 server on 1 database", alone());
    createUsers(servers.get(0));
    Ledger ledger = new Ledger();
    Load load = start(ledger, ports);
    try (load) {
      report.add("acknowledged writes per second, 2 servers on 3 nodes", throughput(load));
      for (int round = 0; round < ROUNDS; round++) {
        for (Fault fault : faults()) {
          meet(fault, load, report);
        }
      }
    }
    check(ledger, load, report);
  }

  /** The same program and the same load as on the cluster. */
  private long alone() throws Exception {
    try (EmbeddedDatabase database = cluster.startDatabase()) {
      Map<String, String> environment =
          Map.of(
              "NOTIFLOWS_DB_URL", database.jdbcUrl(),
              "NOTIFLOWS_DB_USER", database.user(),
              "NOTIFLOWS_DB_PASSWORD", database.password());
      new CommandLineRun(environment).run("migrate");
      Cluster.seed(environment);
      try (ClusterServer server = cluster.serve(environment).awaitReady()) {
        createUsers(server);
        try (Load load = start(new Ledger(), List.of(server.port()))) {
          return throughput(load);
        }
      }
    }
  }

  private static long throughput(Load load) throws InterruptedException {
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    int before = load.acknowledged();
    TimeUnit.SECONDS.sleep(SECONDS);
    return (load.acknowledged() - before) / SECONDS;
  }

  private List<Fault> faults() {
    List<GaleraNode> nodes = cluster.nodes();
    GaleraNode writer = nodes.get(0);
    AtomicReference<Frozen> frozen = new AtomicReference<>();
    List<Fault> faults = new ArrayList<>();
    for (GaleraNode node : nodes) {
      String name = "node " + (nodes.indexOf(node) + 1) + " killed";
      faults.add(new Fault(name, Part.BEHIND_SERVERS, node::kill, node::restart));
    }
    faults.add(
        new Fault(
            "node 1 frozen",
            Part.BEHIND_SERVERS,
            () -> frozen.set(Frozen.process(writer.pid())),
            () -> {
              frozen.get().close();
              writer.awaitSynced();
            }));
    for (ClusterServer server : servers) {
      String name = "server " + (servers.indexOf(server) + 1) + " killed";
      faults.add(new Fault(name, Part.SERVER, server::kill, server::restart));
    }
    RedisProcess redis = cluster.redis();
    faults.add(new Fault("Redis killed", Part.BEHIND_SERVERS, redis::kill, redis::restart));
    faults.add(
        new Fault(
            "HAProxy killed", Part.PROXY, cluster::killProxy, () -> cluster.restartProxy(servers)));
    return faults;
  }

  private void meet(Fault fault, Load load, ClusterReport report) throws InterruptedException {
    int cut = cutOff(load);
    load.longestPause();
    fault.inject().run();
    TimeUnit.MILLISECONDS.sleep(LONG_ENOUGH.toMillis());
    if (fault.part() != Part.PROXY) {
      awaitWrites(fault, load);
    }
    Duration met = load.longestPause();
    fault.mend().run();
    TimeUnit.MILLISECONDS.sleep(LONG_ENOUGH.toMillis());
    awaitWrites(fault, load);
    report.addPause(fault.name(), met, load.longestPause());
    if (fault.part() == Part.BEHIND_SERVERS) {
      assertEquals(cut, cutOff(load), () -> "broken connections: " + fault.name());
    }
  }

  private static int cutOff(Load load) {
    return load.errors().getOrDefault(Load.NO_CONNECTION, 0)
        + load.errors().getOrDefault(Load.NO_RESPONSE, 0);
  }

  private void awaitWrites(Fault fault, Load load) {
    int goal = load.acknowledged() + Load.users().size();
    assertTrue(
        Patience.until(LIMIT, () -> load.acknowledged() >= goal),
        () ->
            "no writes after: "
                + fault.name()
                + "; "
                + load.errors()
                + "; "
                + cluster.proxyState());
  }

  /** Compares the ledger with what each server returns, and the nodes with each other. */
  private void check(Ledger ledger, Load load, ClusterReport report) throws Exception {
    List<Ledger.Finding> underLoad = load.findings();
    for (String user : ledger.users()) {
      for (int port : ports) {
        assertTrue(load.compare(user), () -> user + " can't be read, port " + port);
      }
    }
    List<Ledger.Finding> all = load.findings();
    report.add(ledger.totals(), load.errors());
    report.add("stale reads under load", count(underLoad, false));
    report.add("lost writes", count(all.subList(underLoad.size(), all.size()), false));
    report.add("partial writes", count(all, true));
    assertEquals(List.of(), load.violations());
    assertTrue(ledger.totals().refused() > 0, "no write met a fault");
    boolean areEqual =
        Patience.until(
            LIMIT, () -> cluster.nodes().stream().map(ClusterLoad::rows).distinct().count() == 1);
    assertTrue(areEqual, "the nodes have different rows");
    report.add("rows of the three nodes", "equal");
    ClusterChanges.check(cluster, ports);
    report.add("states of readers of the changes, and of the nodes", "equal");
  }

  private static long count(List<Ledger.Finding> findings, boolean isPartial) {
    return findings.stream().filter(finding -> finding.isPartial() == isPartial).count();
  }

  private static String rows(GaleraNode node) {
    try {
      return node.value("CHECKSUM TABLE notiflows.endpoints")
          + node.value("CHECKSUM TABLE notiflows.channel_settings");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void createUsers(ClusterServer server) {
    for (String user : Load.users()) {
      int status = server.send(Request.put("/admin/users/" + user, "{}")).status();
      assertTrue(status == 200 || status == 201, user);
    }
  }
}
