package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.demo.DemoProject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The number of SQL statements per request, counted by the database. */
class StatementsIT {

  private static final String APNS = settingsOf(DemoProject.APNS);

  private static final String SLACK = settingsOf(DemoProject.SLACK);

  private static final int TRIES = 5;

  private final TestServer server = TestServer.get();
  private final Set<String> known = new HashSet<>();

  /** Read the revision of the project, begin, lock and read, commit. */
  private static final int WRITE = 4;

  /** Find other owners of the tokens. */
  private static final int OWNERS = 1;

  /** Append to the chain of changes: lock and set its end, insert. */
  private static final int CHANGE = 2;

  @Test
  void readsAndWritesNeedFewStatements() throws SQLException {
    Request delete = admin("DELETE", APNS);
    Request read = admin("GET", APNS);
    Request same = put(APNS, body("same"));

    assertEquals(
        WRITE + OWNERS + 2 + CHANGE, cost(200, delete, i -> put(APNS, body("created-" + i))));
    assertEquals(
        WRITE + OWNERS + 3 + CHANGE, cost(200, same, i -> put(APNS, body("replaced-" + i))));
    assertEquals(WRITE + 1, cost(200, same, i -> same), "updates last_seen_at");
    assertEquals(
        2, cost(200, same, i -> read), "read the revision of the project and the settings");
    assertEquals(WRITE + 1 + CHANGE, cost(204, same, i -> delete));
    assertEquals(WRITE, cost(404, delete, i -> delete));
    assertEquals(0, cost(401, read, i -> Request.of("GET", APNS)));
    assertEquals(1, cost(400, read, i -> put(APNS, "{")));
  }

  @Test
  void idempotencyKeyAddsTwoStatements() throws SQLException {
    Request delete = admin("DELETE", APNS);
    Request same = put(APNS, body("same"));
    Request keyed = Replays.keyed(put(APNS, body("keyed")));

    assertEquals(
        WRITE + OWNERS + 2 + CHANGE + 2,
        cost(200, delete, i -> Replays.keyed(put(APNS, body("keyed")))),
        "look up the key, store the response");
    server.send(keyed);
    assertEquals(WRITE + OWNERS + 1, cost(200, same, i -> keyed), "a replay changes nothing");
  }

  @Test
  void settingsWithoutTokensNeedOneChange() throws SQLException {
    Request same = put(SLACK, Json.of("{'settings':{'slack_user_id':'U1'}}"));

    assertEquals(WRITE + 1 + CHANGE, cost(200, admin("DELETE", SLACK), i -> same));
    assertEquals(
        WRITE + 1 + CHANGE,
        cost(200, same, i -> put(SLACK, Json.of("{'settings':{'slack_user_id':'V%d'}}", i))));
  }

  @Test
  void patchWritesOnlyItsTokens() throws SQLException {
    Request before = put(APNS, body("same"));

    assertEquals(
        WRITE + OWNERS + 2 + CHANGE, cost(200, before, i -> patch("{'add':['new-" + i + "']}")));
    assertEquals(WRITE + 2 + CHANGE, cost(200, before, i -> patch("{'remove':['same']}")));
    assertEquals(
        WRITE + 1, cost(200, before, i -> patch("{'add':['same']}")), "updates last_seen_at");
    assertEquals(WRITE, cost(200, before, i -> patch("{'remove':['none']}")));
  }

  @Test
  void bulkCostIsIndependentOfTheNumberOfItems() throws SQLException {
    for (int users : new int[] {2, 60}) {
      Request same = bulk(users, "'settings':{'device_tokens':['same-%d']}");
      Request remove = bulk(users, "'remove':true");

      assertEquals(WRITE + OWNERS + 2 + CHANGE, cost(200, remove, i -> same));
      assertEquals(WRITE + 1, cost(200, same, i -> same), "updates last_seen_at");
      String fresh = "'settings':{'device_tokens':['new-" + users + "-%d']}";
      assertEquals(WRITE + OWNERS + 3 + CHANGE, cost(200, same, i -> bulk(users, fresh)));
      assertEquals(WRITE + 1 + CHANGE, cost(200, same, i -> remove));
      assertEquals(WRITE, cost(200, remove, i -> remove), "nothing to remove");
    }
  }

  /** A bulk write with an item for each user; {@code %d} in the item is the number of the user. */
  private Request bulk(int users, String change) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < users; i++) {
      String user = "bulk-" + i;
      if (known.add(user)) {
        server.send(put("/admin/users/" + user, "{}"));
      }
      String item =
          "{'user_id':'" + user + "','channel_id':'" + DemoProject.APNS + "'," + change + "}";
      items.append(i == 0 ? "" : ",").append(item.formatted(i));
    }
    String body = "{'mode':'partial','items':[" + items + "]}";
    return admin("POST", "/admin/channel-settings/bulk").json(Json.of(body));
  }

  private static Request patch(String changes) {
    return admin("PATCH", APNS).json(Json.of("{'device_tokens':" + changes + "}"));
  }

  /**
   * The lowest number of statements of several tries; each try sends {@code before} first. If the
   * pool opens a connection meanwhile, it adds statements.
   */
  private long cost(int status, Request before, IntFunction<Request> request) throws SQLException {
    long least = Long.MAX_VALUE;
    try (Connection connection = server.connect();
        Statement sql = connection.createStatement()) {
      for (int i = 0; i < TRIES; i++) {
        server.send(before);
        long count = count(sql);
        server.send(request.apply(i)).expect(status);
        least = Math.min(least, count(sql) - count - 1); // minus the first count
      }
    }
    return least;
  }

  /** Statements since the start of the server, including those that begin and end transactions. */
  private static long count(Statement sql) throws SQLException {
    try (ResultSet rows = sql.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
      rows.next();
      return rows.getLong(2);
    }
  }

  private static String body(String token) {
    return Json.deviceTokens(token);
  }
}
