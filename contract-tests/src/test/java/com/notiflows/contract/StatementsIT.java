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

/** How many statements a request costs, as the database counts them. */
class StatementsIT {

  private static final String APNS = settingsOf(DemoProject.APNS);

  private static final String SLACK = settingsOf(DemoProject.SLACK);

  private static final int TRIES = 5;

  private final TestServer server = TestServer.get();
  private final Set<String> known = new HashSet<>();

  @Test
  void aReadTakesOneAndAWriteNamesItsTokens() throws SQLException {
    Request delete = admin("DELETE", APNS);
    Request read = admin("GET", APNS);
    Request same = put(APNS, body("same"));

    assertEquals(
        3 + 3, cost(200, delete, i -> put(APNS, body("created-" + i))), "index, quarantine");
    assertEquals(
        3 + 4, cost(200, same, i -> put(APNS, body("replaced-" + i))), "out of it, and into it");
    assertEquals(2, cost(200, same, i -> same), "the device was seen");
    assertEquals(1, cost(200, same, i -> read));
    assertEquals(2, cost(204, same, i -> delete));
    Request keyed = Replays.keyed(put(APNS, body("keyed")));
    assertEquals(11, cost(200, delete, i -> Replays.keyed(put(APNS, body("keyed")))));
    server.send(keyed);
    assertEquals(4, cost(200, same, i -> keyed), "the look-up of keys, and that of the answer");
    assertEquals(1, cost(404, delete, i -> delete));
    assertEquals(0, cost(401, read, i -> Request.of("GET", APNS)));
    assertEquals(1, cost(400, read, i -> put(APNS, "{")));
  }

  @Test
  void settingsWithoutTokensTakeTwo() throws SQLException {
    Request same = put(SLACK, "{\"settings\":{\"slack_user_id\":\"U1\"}}");

    assertEquals(2, cost(200, admin("DELETE", SLACK), i -> same));
    assertEquals(
        2, cost(200, same, i -> put(SLACK, "{\"settings\":{\"slack_user_id\":\"V" + i + "\"}}")));
  }

  @Test
  void aPatchNeedsNoLock() throws SQLException {
    Request before = put(APNS, body("same"));

    assertEquals(3 + 3, cost(200, before, i -> patch("{\"add\":[\"new-" + i + "\"]}")));
    assertEquals(3 + 2, cost(200, before, i -> patch("{\"remove\":[\"same\"]}")));
    assertEquals(2, cost(200, before, i -> patch("{\"add\":[\"same\"]}")), "it was seen");
    assertEquals(2, cost(200, before, i -> patch("{\"remove\":[\"none\"]}")), "quarantine");
  }

  @Test
  void aBulkWriteCostsTheSameForManyItems() throws SQLException {
    for (int users : new int[] {2, 60}) {
      Request same = bulk(users, "'settings':{'device_tokens':['same-%d']}");
      Request remove = bulk(users, "'remove':true");

      assertEquals(
          9,
          cost(200, remove, i -> same),
          "keys, channels, users; a lock; two inserts; quarantine");
      assertEquals(7, cost(200, same, i -> same), "the devices were seen");
      String fresh = "'settings':{'device_tokens':['new-" + users + "-%d']}";
      assertEquals(10, cost(200, same, i -> bulk(users, fresh)), "out of the index, and into it");
      assertEquals(7, cost(200, same, i -> remove));
      assertEquals(6, cost(200, remove, i -> remove), "nothing to remove");
    }
  }

  /** The items of as many users, with the number of each. */
  private Request bulk(int users, String what) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < users; i++) {
      String user = "bulk-" + i;
      if (known.add(user)) {
        server.send(put("/admin/users/" + user, "{}"));
      }
      String item =
          "{'user_id':'" + user + "','channel_id':'" + DemoProject.APNS + "'," + what + "}";
      items.append(i == 0 ? "" : ",").append(item.formatted(i));
    }
    String body = "{'mode':'partial','items':[" + items + "]}";
    return admin("POST", "/admin/channel-settings/bulk").json(body.replace('\'', '"'));
  }

  private static Request patch(String changes) {
    return admin("PATCH", APNS).json("{\"device_tokens\":" + changes + "}");
  }

  /**
   * The least that a request costs in some tries, each after another request: a pool that opens a
   * connection meanwhile adds statements of its own.
   */
  private long cost(int status, Request before, IntFunction<Request> request) throws SQLException {
    long least = Long.MAX_VALUE;
    try (Connection connection = server.connect();
        Statement sql = connection.createStatement()) {
      for (int i = 0; i < TRIES; i++) {
        server.send(before);
        long count = count(sql);
        server.send(request.apply(i)).expect(status);
        least = Math.min(least, count(sql) - count - 1); // the first count itself
      }
    }
    return least;
  }

  /** Statements since the server started, those that begin and end a transaction among them. */
  private static long count(Statement sql) throws SQLException {
    try (ResultSet rows = sql.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
      rows.next();
      return rows.getLong(2);
    }
  }

  private static String body(String token) {
    return "{\"settings\":{\"device_tokens\":[\"" + token + "\"]}}";
  }
}
