package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.idempotency.OldReplies;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.OldRows;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Statements on 100,000 stored responses use an index; cleanup works in small batches. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManyKeysIT {

  private static final int KEYS = 100_000;

  private final TestServer server = TestServer.get();
  private final BundledSpec spec = BundledSpec.load();
  private final Projects.Tenant tenant = new Projects(spec).create("many keys");
  private final String project = HeldUser.hex(tenant.id());

  /** Inserts keys of a future day, so that the server's own housekeeping keeps them. */
  @BeforeAll
  void insertKeys() {
    server.sql(insert("'k'", "(SELECT 1 AS one) t"));
    for (int count = 1; count < KEYS; count *= 2) {
      String from = "idempotency_keys WHERE project_id = " + project;
      server.sql(
          insert(
              "CONCAT(scope_hash, " + count + ")",
              from + " LIMIT " + Math.min(count, KEYS - count)));
    }
    server.sql("ANALYZE TABLE idempotency_keys");
    assertEquals(KEYS + "", count("TRUE"));
  }

  private String insert(String text, String from) {
    return "INSERT INTO idempotency_keys (project_id, scope_hash, fingerprint, status, body, created_at)"
        + (" SELECT "
            + project
            + ", UNHEX(SHA2("
            + text
            + ", 256)), UNHEX(SHA2('f', 256)), 200, '{}'")
        + (", TIMESTAMP('2100-01-01') + INTERVAL FLOOR(RAND() * 86400) SECOND FROM " + from);
  }

  private String count(String condition) {
    return server.query(
        "SELECT COUNT(*) FROM idempotency_keys WHERE project_id = "
            + project
            + " AND "
            + condition);
  }

  @Test
  @Order(1)
  void statementsUseAnIndex() {
    String someHash =
        server.query("SELECT HEX(scope_hash) FROM idempotency_keys WHERE project_id = " + project);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("projectId", tenant.id());
    parameters.put(
        "scopeHashes", List.of(Hash.of(HexFormat.of().parseHex(someHash)), Hash.of(new byte[32])));
    parameters.put("until", Instant.parse("2100-01-01T00:30:00Z"));
    parameters.put("limit", 500);

    for (String statement : List.of("find", "delete")) {
      assertEquals("PRIMARY", key(statement, parameters));
    }
    assertEquals("by_age", key("deleteOld", parameters));
  }

  @Test
  @Order(1)
  void storedResponsesOfAUserAreFoundByIndex() {
    server.sql(
        "INSERT INTO idempotency_key_users (project_id, user_id, scope_hash)"
            + " SELECT project_id, LEFT(scope_hash, 16), scope_hash FROM idempotency_keys"
            + (" WHERE project_id = " + project));
    server.sql("ANALYZE TABLE idempotency_key_users");
    Map<String, Object> user = Map.of("projectId", tenant.id(), "userIds", List.of(new UUID(5, 5)));

    QueryPlan plan = QueryPlan.of(server, IdempotencyKeyMapper.class, "deleteOfUsers", user).save();

    assertFalse(plan.isSlow(), plan::toString);
    assertEquals("PRIMARY", plan.at("u", "key"), plan::toString);
    assertEquals("PRIMARY", plan.at("k", "key"), plan::toString);
  }

  private String key(String statement, Object parameters) {
    QueryPlan plan = QueryPlan.of(server, IdempotencyKeyMapper.class, statement, parameters).save();
    assertFalse(plan.isSlow(), plan::toString);
    return plan.at("idempotency_keys", "key");
  }

  @Test
  @Order(2)
  void concurrentCleanupDeletesOnlyExpiredKeys() throws Exception {
    Transactions transactions = server.components().database().transactions();
    ManualClock clock = new ManualClock("2100-01-01T12:00:00Z");
    OldRows oldKeys =
        new OldRows(
            new ProjectService(transactions, clock),
            clock,
            Duration.ofDays(1),
            new OldReplies(transactions));
    oldKeys.delete(); // deletes those of other tests
    clock.advance(Duration.ofHours(24).minusSeconds(1));
    int old = Integer.parseInt(count("created_at <= TIMESTAMP('2100-01-01 11:59:59')"));
    assertTrue(old > KEYS / 3, old + " expired keys");

    List<Integer> removed = Concurrently.run(3, node -> oldKeys.delete());

    assertEquals(old, removed.stream().mapToInt(Integer::intValue).sum());
    assertEquals(KEYS - old + "", count("TRUE"));
    assertEquals("0", count("created_at < TIMESTAMP('2100-01-01 12:00:00')"));
    assertEquals(0, oldKeys.delete());

    clock.advance(Duration.ofDays(1));
    assertEquals(KEYS - old, oldKeys.delete());
  }
}
