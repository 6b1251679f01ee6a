package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Clients take exclusive tokens from each other, through servers that use different nodes. */
final class ClusterTokens {

  private static final int CLIENTS = 8;
  private static final int MOVES = 40;

  /** Tokens that nobody has at first are as hard as those that move: both nodes insert them. */
  private static final int MOVES_OF_A_GROUP = 10;

  private static final int TOKENS = 5;

  /** Of so many conflicts, a move may fail: after many attempts it is given up. */
  private static final int CONFLICTS_OF_A_FAILURE = 10;

  private final Cluster cluster;
  private final List<ClusterServer> servers;

  ClusterTokens(Cluster cluster, List<ClusterServer> servers) {
    this.cluster = cluster;
    this.servers = servers;
  }

  void check(ClusterReport report) throws Exception {
    long before = conflicts();
    Map<Integer, Integer> statuses = new TreeMap<>();
    Concurrently.run(CLIENTS, this::move)
        .forEach(some -> some.forEach((status, n) -> statuses.merge(status, n, Integer::sum)));
    long conflicts = conflicts() - before;
    Map<Integer, Integer> owners = owners();

    report.add("moves of exclusive tokens from two nodes, by status", statuses);
    report.add("conflicts between nodes meanwhile, retried by the servers", conflicts);
    report.add("tokens by the number of their owners, as both nodes see them", owners);
    assertTrue(conflicts > 0, "no conflicts");
    int failed = CLIENTS * MOVES - statuses.getOrDefault(200, 0);
    assertTrue(
        failed * CONFLICTS_OF_A_FAILURE < conflicts,
        () -> "conflicts were not retried: " + statuses);
    assertEquals(Set.of(1), owners.keySet());
    ClusterChanges.check(cluster, servers.stream().map(ClusterServer::port).toList());
  }

  private long conflicts() {
    return cluster.nodes().stream().mapToLong(GaleraNode::conflicts).sum();
  }

  /** Returns how often each status was returned. */
  private Map<Integer, Integer> move(int client) {
    ClusterServer server = servers.get(client % servers.size());
    String user = "mover-" + client;
    server.send(Request.put("/admin/users/" + user, "{}")).expect(201);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < MOVES; i++) {
      String body = Json.of("{'device_tokens':{'add':%s}}", Json.array(tokens(i)));
      String path = Request.settingsOf(user, DemoProject.APNS);
      Answer answer = server.send(Request.admin("PATCH", path).json(body));
      if (answer.status() != 200) {
        answer.expect(503, "service_unavailable");
        Objects.requireNonNull(answer.headers().get("retry-after"), "Retry-After");
      }
      statuses.merge(answer.status(), 1, Integer::sum);
    }
    return statuses;
  }

  private static String[] tokens(int move) {
    return IntStream.range(0, TOKENS)
        .mapToObj(token -> "moved-" + move / MOVES_OF_A_GROUP + "-" + token)
        .toArray(String[]::new);
  }

  /** How many tokens have each number of owners. */
  private Map<Integer, Integer> owners() {
    Map<Integer, Integer> owners = new TreeMap<>();
    for (int move = 0; move < MOVES; move += MOVES_OF_A_GROUP) {
      for (String token : tokens(move)) {
        servers.forEach(server -> owners.merge(owners(server, token), 1, Integer::sum));
      }
    }
    return owners;
  }

  private static int owners(ClusterServer server, String token) {
    String path = "/admin/channels/" + DemoProject.APNS + "/token-lookup";
    Request request = Request.admin("POST", path).json(Json.of("{'device_token':'%s'}", token));
    return server.send(request).expect(200).json().path("items").size();
  }
}
