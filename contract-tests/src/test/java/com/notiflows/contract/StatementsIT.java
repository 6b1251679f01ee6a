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
import org.junit.jupiter.api.Test;

/** How many statements a request costs, as the database counts them. */
class StatementsIT {

  private static final String APNS = settingsOf(DemoProject.APNS);

  private final TestServer server = TestServer.get();

  @Test
  void aPutTakesTwoAndAGetTakesOne() throws SQLException {
    server.send(admin("DELETE", APNS));
    server.send(admin("GET", APNS)).expect(404);

    assertEquals(2, cost(put(APNS, body("created")), 200));
    assertEquals(2, cost(put(APNS, body("replaced")), 200));
    assertEquals(1, cost(put(APNS, body("replaced")), 200), "nothing to write");
    assertEquals(1, cost(admin("GET", APNS), 200));
    assertEquals(2, cost(admin("DELETE", APNS), 204));
    assertEquals(1, cost(admin("DELETE", APNS), 404));
    assertEquals(0, cost(Request.of("GET", APNS), 401));
    assertEquals(1, cost(put(APNS, "{"), 400));
  }

  private long cost(Request request, int status) throws SQLException {
    try (Connection connection = server.connect();
        Statement sql = connection.createStatement()) {
      long before = count(sql);
      server.send(request).expect(status);
      return count(sql) - before - 1; // the first count itself
    }
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
