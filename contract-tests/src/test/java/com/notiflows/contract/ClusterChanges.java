package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.demo.DemoProject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Compares the changes, as servers of a cluster return them, with what its nodes store. */
final class ClusterChanges {

  private static final Tenant DEMO =
      new Tenant(DemoProject.ID, DemoProject.PUBLIC_KEY, DemoProject.SECRET_KEY, DemoProject.ID);

  private ClusterChanges() {}

  /** A reader of each server has what each node has, and the chain of changes is intact. */
  static void check(Cluster cluster, List<Integer> ports) throws SQLException {
    for (int port : ports) {
      ChangeReader reader = new ChangeReader(DEMO, 0).readAll(new Wire(port));
      for (GaleraNode node : cluster.nodes()) {
        try (Connection connection = node.connect()) {
          assertEquals(ChangeReader.stateOf(connection, DEMO.id()), reader.state());
        }
        new CommandLineRun(Cluster.environment(node, "notiflows"))
            .run("changes", "verify", "--project", DEMO.id());
      }
    }
  }
}
