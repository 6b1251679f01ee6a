package com.notiflows.server.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Galera clusters: each node accepts writes and applies those of the others a moment later. Locks,
 * also those of {@code GET_LOCK}, hold on one node only.
 */
final class Galera {

  private static final String IS_NODE = "SHOW VARIABLES LIKE 'wsrep\\_on'";

  /** 7 stands for reads, updates, deletions and insertions. */
  private static final String CAUSAL = "SET SESSION wsrep_sync_wait = 7, wsrep_dirty_reads = OFF";

  private Galera() {}

  /** Whether the connection leads to a node of a cluster. */
  static boolean isNode(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(IS_NODE)) {
      return rows.next() && rows.getString(2).equals("ON");
    }
  }

  /**
   * Makes each transaction wait until the node has applied what was committed on any node before. A
   * node without a majority answers no reads. Without a cluster, nothing changes.
   */
  static void prepare(Connection connection) throws SQLException {
    if (isNode(connection)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(CAUSAL);
      }
    }
  }
}
