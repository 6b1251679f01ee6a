package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.demo.DemoProject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Compares the changes, as servers of a cluster return them, with what its nodes store. */
final class ClusterChanges {

  private static final Tenant DEMO =
      new Tenant(DemoProject.ID, DemoProject.PUBLIC_KEY, DemoProject.SECRET_KEY, DemoProject.ID);

  private ClusterChanges() {}

  /** A reader of each server has what each node has, and the chain of changes is intact. */
  static void check(Cluster cluster, List<Integer> ports) throws SQLException {
    for (GaleraNode node : cluster.nodes()) {
      List<String> stored = stored(node);
      for (int port : ports) {
        List<String> read = new ChangeReader(DEMO, 0).readAll(new Wire(port)).state();
        assertEquals(stored, read, () -> node.address() + ", server on port " + port);
      }
      new CommandLineRun(Cluster.environment(node, "notiflows"))
          .run("changes", "verify", "--project", DEMO.id());
    }
  }

  private static List<String> stored(GaleraNode node) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION wsrep_sync_wait = 7"); // waits for what others committed
      return ChangeReader.stateOf(connection, DEMO.id());
    }
  }
}
