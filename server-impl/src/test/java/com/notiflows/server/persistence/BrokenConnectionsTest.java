package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.notiflows.server.config.DatabaseConfig;
import com.zaxxer.hikari.SQLExceptionOverride.Override;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenConnectionsTest {

  @ParameterizedTest
  @CsvSource({
    "70100, 1927, MUST_EVICT", // killed, on MariaDB
    "70100, 1317, MUST_EVICT", // killed, on MySQL
    "HY000, 1290, MUST_EVICT", // read-only since a failover
    "08S01, 1047, MUST_EVICT", // a cluster node without a quorum
    "08S01, 0, MUST_EVICT",
    "40001, 1213, CONTINUE_EVICT",
    "HY000, 1205, CONTINUE_EVICT",
    "23000, 1062, CONTINUE_EVICT",
    "42000, 1064, CONTINUE_EVICT"
  })
  void removesConnectionsOfServersThatDoNotServe(String state, int error, Override expected) {
    assertEquals(
        expected, new BrokenConnections().adjudicate(new SQLException("HUSH", state, error)));
  }

  @Test
  void isUsedByThePool() {
    DatabaseConfig config =
        new DatabaseConfig("jdbc:mysql://127.0.0.1:1/none", "user", "password", 1, false);
    assertInstanceOf(BrokenConnections.class, PoolSettings.of(config).getExceptionOverride());
  }
}
