package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.demo.DemoProject;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two servers on a Galera cluster of three nodes; {@code -Pcluster} runs it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterRun {

  private static final int CLIENTS = 4;
  private static final int READS = 100;
  private static final int REVOCATIONS = 10;
  private static final long LAG_MILLIS = 1_000;
  private static final int REPEATED = 20;

  private static final ClusterReport REPORT = new ClusterReport();
  private static final Cluster CLUSTER = new Cluster();

  /** Servers on different nodes: all promises hold there too, but conflicts are more frequent. */
  private static List<ClusterServer> apart = List.of();

  private static List<ClusterServer> behindProxy = List.of();

  @BeforeAll
  static void start() {
    CLUSTER.startNodes();
    List<GaleraNode> nodes = CLUSTER.nodes();
    apart =
        List.of(
            CLUSTER.serve(Cluster.environment(nodes.get(0), "notiflows")),
            CLUSTER.serve(Cluster.environment(nodes.get(1), "notiflows")));
    behindProxy = CLUSTER.serveBehindProxy(ClusterRates.LIMITS);
    apart.forEach(ClusterServer::awaitReady);
    REPORT.add("started", "3 nodes, HAProxy, Redis, 2 servers behind HAProxy, 2 on nodes");
  }

  @AfterAll
  static void stop() {
    REPORT.print();
    CLUSTER.close();
  }

  private static ClusterServer first() {
    return apart.get(0);
  }

  private static ClusterServer second() {
    return apart.get(1);
  }

  private static String createUser(String name) {
    first().send(Request.put("/admin/users/" + name, "{}")).expect(201);
    return Request.settingsOf(name, DemoProject.APNS);
  }

  @Test
  @Order(1)
  void serversDoNotMigrateACluster() {
    ClusterServer server =
        CLUSTER.serve(Cluster.environment(CLUSTER.nodes().get(0), "notiflows_empty"));
    String message = server.errorAtEnd();
    assertTrue(
        message.contains("Galera cluster, which servers do not migrate. Run `notiflows migrate`"),
        message);
    REPORT.add("a server on a cluster without a schema", "refused to start");
  }

  @Test
  @Order(2)
  void aReadOnAnotherNodeSeesTheWrite() throws Exception {
    int stale = sum(Concurrently.run(CLIENTS, ClusterRun::staleReads));
    REPORT.add(
        "stale reads on another node directly after a write", stale + " of " + CLIENTS * READS);
    assertEquals(0, stale);
  }

  private static int staleReads(int client) {
    String path = createUser("reader-" + client);
    int stale = 0;
    for (int i = 0; i < READS; i++) {
      String token = "read-" + client + "-" + i;
      apart.get(i % 2).send(Request.put(path, Json.deviceTokens(token))).expect(200);
      JsonNode read = apart.get(1 - i % 2).send(Request.admin("GET", path)).json();
      stale += read.at("/settings/device_tokens").toString().equals(Json.array(token)) ? 0 : 1;
    }
    return stale;
  }

  @Test
  @Order(3)
  void aRevokedKeyStopsOnAllServersAtOnce() {
    int accepted = 0;
    for (int i = 0; i < REVOCATIONS; i++) {
      JsonNode key = createKey();
      apart.forEach(server -> server.send(listing(key)).expect(200));
      revoke(key);
      for (ClusterServer server : apart) {
        accepted += server.send(listing(key)).status() == 401 ? 0 : 1;
      }
    }
    REPORT.add(
        "requests accepted directly after their key was revoked on another node",
        accepted + " of " + REVOCATIONS * apart.size());
    assertEquals(0, accepted);
  }

  private static CommandLineRun cli() {
    return new CommandLineRun(Cluster.environment(CLUSTER.nodes().get(2), "notiflows"));
  }

  private static JsonNode createKey() {
    return cli().json("keys", "create", "--project", DemoProject.ID, "--kind", "secret", "--json");
  }

  private static void revoke(JsonNode key) {
    cli().run("keys", "revoke", "--project", DemoProject.ID, key.path("id").asText());
  }

  private static Request listing(JsonNode key) {
    return Request.of("GET", "/admin/channels")
        .keys(DemoProject.PUBLIC_KEY, key.path("key").asText());
  }

  @Test
  @Order(4)
  void aNodeThatLagsBehindGivesNoOldAnswer() throws Exception {
    String path = createUser("late");
    JsonNode key = createKey();
    second().send(Request.put(path, Json.deviceTokens("old"))).expect(200);
    second().send(listing(key)).expect(200);

    CompletableFuture<Answer> read;
    CompletableFuture<Answer> listed;
    try (Connection pause = CLUSTER.nodes().get(1).stopApplying()) {
      first().send(Request.put(path, Json.deviceTokens("new"))).expect(200);
      revoke(key);
      read = sent(second(), Request.admin("GET", path));
      listed = sent(second(), listing(key));
      TimeUnit.MILLISECONDS.sleep(LAG_MILLIS);
      assertFalse(read.isDone() || listed.isDone(), "an answer of before");
      assertFalse(pause.isClosed());
    }
    assertEquals(
        Json.array("new"), read.get().expect(200).json().at("/settings/device_tokens").toString());
    listed.get().expect(401);
    REPORT.add("answers of a node that lags behind", "wait until it has caught up");
  }

  private static CompletableFuture<Answer> sent(ClusterServer server, Request request) {
    return CompletableFuture.supplyAsync(
        () -> server.send(request), task -> new Thread(task).start());
  }

  private static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  @Order(5)
  void aTokenHasOneOwnerWhenBothNodesMoveIt() throws Exception {
    new ClusterTokens(CLUSTER, apart).check(REPORT);
  }

  @Test
  @Order(6)
  void anIdempotencyKeyIsUsedOnceOnBothNodes() throws Exception {
    String path = createUser("repeater");
    int executed = 0;
    for (int i = 0; i < REPEATED; i++) {
      Request request =
          Request.put(path, Json.deviceTokens("repeated-" + i))
              .header("Idempotency-Key", "repeated-" + i);
      List<Answer> answers = Concurrently.run(2, server -> apart.get(server).send(request));
      answers.forEach(answer -> answer.expect(200));
      executed += (int) answers.stream().map(Answer::body).distinct().count();
    }
    REPORT.add(
        "executions of writes sent to both nodes at once with an Idempotency-Key",
        executed + " of " + REPEATED);
    assertEquals(REPEATED, executed);
  }

  @Test
  @Order(7)
  void serversShareTheirRateLimits() throws Exception {
    new ClusterRates(CLUSTER, behindProxy).check(REPORT);
  }

  @Test
  @Order(8)
  void nothingIsLostWhenPartsDie() throws Exception {
    apart.forEach(ClusterServer::close);
    new ClusterLoad(CLUSTER, behindProxy).run(REPORT);
  }
}
