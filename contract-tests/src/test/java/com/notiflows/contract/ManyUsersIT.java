package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import com.notiflows.server.persistence.ProjectMapper;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserMapper.Range;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Each page of a long list costs the same: the database reads no more rows for it than for the
 * first one. {@code -Pmany-users} runs the test with 1,000,000 users. The query plans are written
 * to {@code target/query-plans}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyUsersIT {

  private static final int LIMIT = 100;
  private static final int TRIES = 3;

  private final TestServer server = TestServer.get();
  private final Projects.Tenant tenant = new Projects(BundledSpec.load()).create("many");
  private final ManyUsers users = new ManyUsers(server, tenant.id());

  @BeforeAll
  void insertUsers() {
    users.insert();
  }

  @AfterAll
  void removeUsers() {
    users.remove();
  }

  @Test
  void everyPageCostsTheSame() {
    assertEquals(
        ManyUsers.COUNT + "",
        server.query("SELECT COUNT(*) FROM users WHERE project_id = " + users.project()));
    List<Long> costs = new ArrayList<>();
    JsonNode page = page("", costs);
    for (int i = 0; i < 20; i++) {
      page = page("&after=" + page.at("/page/after").asText(), costs);
    }
    JsonNode deep = page("&created_before=2020-01-01T12:00:00Z", costs);
    deep =
        page(
            "&created_before=2020-01-01T12:00:00Z&after=" + deep.at("/page/after").asText(), costs);
    deep =
        page(
            "&created_before=2020-01-01T12:00:00Z&before=" + deep.at("/page/before").asText(),
            costs);

    assertEquals(LIMIT, deep.path("items").size());
    // Two index scans, for the page and for whether a page precedes it, and the look-up of the
    // keys.
    assertTrue(costs.stream().allMatch(cost -> cost < 2 * LIMIT + 100), costs::toString);
  }

  @Test
  void everyPageUsesTheIndex() {
    Instant noon = Instant.parse("2020-01-01T12:00:00Z");
    Range first = new Range(tenant.id(), null, null, null, null, LIMIT);
    Range deep = new Range(tenant.id(), null, null, noon, new UUID(5, 5), LIMIT);
    Range narrow =
        new Range(
            tenant.id(), noon.minusSeconds(60), noon, noon.minusSeconds(9), new UUID(5, 5), LIMIT);

    for (Range range : List.of(first, deep, narrow)) {
      for (String statement : List.of("older", "newer")) {
        QueryPlan plan = QueryPlan.of(server, UserMapper.class, statement, range);
        assertFalse(plan.isSlow(), plan::toString);
        assertEquals("by_creation", plan.at("users", "key"), plan::toString);
        assertFalse(plan.at("users", "type").equals("index"), plan::toString);
      }
    }
    QueryPlan.of(server, UserMapper.class, "older", deep).save();
    QueryPlan.of(server, UserMapper.class, "newer", deep).save();
  }

  @Test
  void requestsUseUniqueKeys() {
    byte[] user =
        server
            .query("SELECT external_id FROM users WHERE project_id = " + users.project())
            .getBytes(StandardCharsets.UTF_8);
    UUID channel = new Projects(BundledSpec.load()).channel(tenant, "apns");
    for (Lock lock : Lock.values()) {
      Map<String, Object> place =
          Map.of(
              "projectId",
              tenant.id(),
              "channelId",
              channel,
              "externalIds",
              List.of(user, user),
              "lock",
              lock);
      QueryPlan plan = QueryPlan.of(server, ChannelSettingsMapper.class, "placesOf", place).save();
      assertFalse(plan.isSlow(), plan::toString);
      assertEquals("by_external_id", plan.at("u", "key"), plan::toString);
      assertEquals("PRIMARY", plan.at("s", "key"), plan::toString);
      assertEquals("PRIMARY", plan.at("e", "key"), plan::toString);
    }
    QueryPlan revisions =
        QueryPlan.of(server, ProjectMapper.class, "revisions", Map.of("ids", List.of(tenant.id())))
            .save();
    assertEquals("PRIMARY", revisions.at("projects", "key"), revisions::toString);
  }

  /** Returns a page and adds its lowest cost of several tries: new connections read rows too. */
  private JsonNode page(String query, List<Long> costs) {
    Request request = tenant.request("GET", "/admin/users?limit=" + LIMIT + query);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long before = rowsRead();
      server.send(request).expect(200);
      least = Math.min(least, rowsRead() - before);
    }
    costs.add(least);
    return server.send(request).expect(200).json();
  }

  private long rowsRead() {
    String counters =
        server.query(
            "SELECT SUM(VARIABLE_VALUE) FROM "
                + (System.getProperty("db", "mariadb").equals("mysql8")
                    ? "performance_schema.global_status"
                    : "information_schema.GLOBAL_STATUS")
                + " WHERE VARIABLE_NAME IN ('Handler_read_key', 'Handler_read_next',"
                + " 'Handler_read_prev', 'Handler_read_rnd_next', 'Handler_read_first', 'Handler_read_last')");
    return (long) Double.parseDouble(counters);
  }
}
