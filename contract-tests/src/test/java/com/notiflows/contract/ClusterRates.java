package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.embedded.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers of a cluster use one budget while Redis responds, and each its own while it does not. */
final class ClusterRates {

  private static final int BUDGET = 40;

  /** Other budgets stay as large as they are. */
  static final String LIMITS = "bulk=" + BUDGET + "/60s";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int CLIENTS = 4;
  private static final int ATTEMPTS = 5;

  private final Cluster cluster;
  private final List<ClusterServer> servers;
  private final CommandLineRun cli;

  ClusterRates(Cluster cluster, List<ClusterServer> servers) {
    this.cluster = cluster;
    this.servers = servers;
    this.cli = new CommandLineRun(Cluster.environment(cluster.nodes().get(0), "notiflows"));
  }

  /** Compares how many requests are granted with Redis, without, and with it again. */
  void check(ClusterReport report) throws Exception {
    String budget = "requests granted by 2 servers, each with a budget of " + BUDGET + ": ";
    report.add(budget + "with Redis", grantedOfOne());
    cluster.redis().kill();
    awaitSharing("0.0");
    int apart = granted(newProject());
    report.add(budget + "Redis killed", apart);
    assertTrue(apart >= 2 * BUDGET - 2, () -> "granted without Redis: " + apart);
    cluster.redis().restart();
    report.add(budget + "Redis back", grantedOfOne());
  }

  /** A stall of a loaded machine looks like a Redis that does not respond, so it tries again. */
  private int grantedOfOne() throws Exception {
    int granted = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      awaitSharing("1.0");
      granted = granted(newProject());
      assertTrue(granted >= BUDGET, "less than the budget");
      if (granted < BUDGET * 3 / 2) { // the budget refills a little meanwhile
        return granted;
      }
    }
    throw new AssertionError("Both servers granted a whole budget: " + granted);
  }

  /** Each server asks Redis when it has a request. */
  private void awaitSharing(String expected) {
    for (ClusterServer server : servers) {
      assertTrue(
          Patience.until(
              LIMIT,
              () -> {
                server.send(Request.admin("GET", "/admin/channels")).expect(200);
                return server
                    .metrics()
                    .contains("\nnotiflows_rate_limits_shared " + expected + "\n");
              }),
          "shared: " + expected);
    }
  }

  private CliProject newProject() {
    return CliProject.create(cli, "apns");
  }

  private static Request report(CliProject project) {
    return Request.of("POST", "/admin/channels/" + project.channel() + "/token-feedback")
        .keys(project.publicKey(), project.secretKey())
        .json(
            Json.of(
                "{'items':[{'device_token':'t','outcome':'unregistered','occurred_at':'%s'}]}",
                Instant.now()));
  }

  /** How many of far too many requests to both servers are granted; the others get 429. */
  private int granted(CliProject project) throws Exception {
    AtomicInteger granted = new AtomicInteger();
    Concurrently.run(
        CLIENTS,
        client -> {
          for (int i = 0; i < BUDGET; i++) {
            Answer answer = servers.get((client + i) % servers.size()).send(report(project));
            if (answer.status() == 200) {
              granted.incrementAndGet();
            } else {
              answer.expect(429);
            }
          }
          return client;
        });
    return granted.get();
  }
}
