package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A page deep in a long list costs what the first one does: the database reads no more rows for it,
 * as it counts them itself. {@code -Dusers=1000000} makes the list longer.
 */
class ManyUsersIT {

  private static final int USERS = Integer.getInteger("users", 100_000);
  private static final int LIMIT = 100;

  private final TestServer server = TestServer.get();
  private final Projects.Tenant tenant = new Projects(BundledSpec.load()).create("many");
  private final String project = "x'" + tenant.id().toString().replace("-", "") + "'";

  @BeforeEach
  void insertUsers() {
    server.sql(insert("'u0'", "(SELECT 1 AS one) t"));
    for (int count = 1; count < USERS; count *= 2) {
      String from =
          "users WHERE project_id = " + project + " LIMIT " + Math.min(count, USERS - count);
      server.sql(insert("CONCAT(external_id, '-" + count + "')", from));
    }
    server.sql("ANALYZE TABLE users");
  }

  @AfterEach
  void removeUsers() {
    server.sql("DELETE FROM users WHERE project_id = " + project);
  }

  @Test
  void everyPageCostsTheSame() {
    assertEquals(
        USERS + "", server.query("SELECT COUNT(*) FROM users WHERE project_id = " + project));
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
    // A page and the question of what stands before it, each entering the index once; and the keys.
    assertTrue(costs.stream().allMatch(cost -> cost < 2 * LIMIT + 100), costs::toString);
  }

  private JsonNode page(String query, List<Long> costs) {
    long before = rowsRead();
    Answer answer =
        server.send(tenant.request("GET", "/admin/users?limit=" + LIMIT + query)).expect(200);
    costs.add(rowsRead() - before);
    return answer.json();
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

  /** Users of whom nothing but the ids is known, somewhere in one day. */
  private String insert(String externalId, String from) {
    return "INSERT INTO users (project_id, id, external_id, created_at, updated_at) SELECT "
        + (project + ", UNHEX(MD5(" + externalId + ")), " + externalId)
        + ", TIMESTAMP('2020-01-01') + INTERVAL FLOOR(RAND() * 86400) SECOND, NOW(6) FROM "
        + from;
  }
}
