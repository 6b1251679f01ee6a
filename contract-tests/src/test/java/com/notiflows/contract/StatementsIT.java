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
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How many statements a request costs, as the database counts them. */
class StatementsIT {

  private static final String APNS = settingsOf(DemoProject.APNS);

  private static final int TRIES = 5;

  private final TestServer server = TestServer.get();

  @Test
  void aPutTakesTwoAndAGetTakesOne() throws SQLException {
    Request delete = admin("DELETE", APNS);
    Request read = admin("GET", APNS);
    Request same = put(APNS, body("same"));

    assertEquals(2, cost(200, delete, i -> put(APNS, body("created-" + i))));
    assertEquals(2, cost(200, same, i -> put(APNS, body("replaced-" + i))));
    assertEquals(1, cost(200, same, i -> same), "nothing to write");
    assertEquals(1, cost(200, same, i -> read));
    assertEquals(2, cost(204, same, i -> delete));
    Request keyed = Replays.keyed(put(APNS, body("keyed")));
    assertEquals(6, cost(200, delete, i -> Replays.keyed(put(APNS, body("keyed")))));
    server.send(keyed);
    assertEquals(2, cost(200, same, i -> keyed), "the look-up of keys, and that of the answer");
    assertEquals(1, cost(404, delete, i -> delete));
    assertEquals(0, cost(401, read, i -> Request.of("GET", APNS)));
    assertEquals(1, cost(400, read, i -> put(APNS, "{")));
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

  /** Statements since the server started; those of transaction control are left out. */
  private static long count(Statement sql) throws SQLException {
    String query =
        "SHOW GLOBAL STATUS WHERE Variable_name IN"
            + " ('Questions', 'Com_begin', 'Com_commit', 'Com_rollback', 'Com_set_option')";
    long count = 0;
    try (ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        count += (rows.getString(1).equals("Questions") ? 1 : -1) * rows.getLong(2);
      }
    }
    return count;
  }

  private static String body(String token) {
    return "{\"settings\":{\"device_tokens\":[\"" + token + "\"]}}";
  }
}
