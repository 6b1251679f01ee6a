package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deleting a user leaves no trace in any table, and no write brings the user back. */
@Timeout(120)
class EraseIT {

  /** Part of everything that is stored of the user, so that one search finds all of it. */
  private static final String MARK = "Zq7Erased";

  private static final String USER = MARK + "-user";
  private static final String TOKEN = MARK + "-token";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Tenant tenant = projects.create("erase");
  private final UUID apns = projects.channel(tenant, "apns");
  private final UUID slack = projects.channel(tenant, "slack");
  private final UUID webPush = projects.channel(tenant, "web_push");

  private Answer write(String method, String target, String json) {
    return server.send(Replays.keyed(tenant.request(method, target).json(json)));
  }

  /** Uses every operation that stores something of a user, each with an idempotency key. */
  private void store() {
    write(
            "PUT",
            "/admin/users/" + USER,
            Json.of(
                "{'email':'%1$s@example.com','first_name':'%1$s','custom_fields':{'%1$s':1},"
                    + "'preferences':{'%1$s':true}}",
                MARK))
        .expect(201);
    write("PUT", "/admin/users/other", "{}").expect(201);
    write("PUT", settingsOf(USER, apns), Json.deviceTokens(TOKEN, TOKEN + "-2")).expect(200);
    String device = "{'device_token':'%1$s','app_id':'%1$s','installation_id':'%1$s'}";
    write("PATCH", settingsOf(USER, apns), Json.of("{'devices':[" + device + "]}", TOKEN))
        .expect(200);
    write("PUT", settingsOf(USER, slack), Json.of("{'settings':{'slack_user_id':'%s'}}", MARK))
        .expect(200);
    String subscription =
        "{'identifier':'%1$s','settings':{'endpoint':'https://push.example.com/%1$s',"
            + "'p256dh':'%2$s','auth':'%3$s'}}";
    String items =
        "[{'user_id':'other','channel_id':'%1$s','settings':{'slack_user_id':'U1'}},"
            + "{'user_id':'%2$s','channel_id':'%3$s','subscriptions':[%4$s]}]";
    write(
            "POST",
            "/admin/channel-settings/bulk",
            Json.of(
                "{'mode':'atomic','items':" + items + "}",
                slack,
                USER,
                webPush,
                Json.of(subscription, MARK, "B".repeat(87), "A".repeat(22))))
        .expect(200);
    String tokens = "/admin/channels/" + apns;
    write(
            "POST",
            tokens + "/token-feedback",
            Json.of(
                "{'items':[{'device_token':'%s','outcome':'invalid','occurred_at':"
                    + "'2099-01-01T00:00:00Z'}]}",
                TOKEN))
        .expect(200);
    write("POST", tokens + "/token-restore", Json.of("{'device_token':'%s'}", TOKEN)).expect(200);
  }

  @Test
  void deletingAUserLeavesNothingInAnyTable() throws Exception {
    store();
    String id = server.query("SELECT HEX(id) FROM users WHERE external_id = '" + USER + "'");
    List<String> marks = List.of(MARK, hex(MARK));
    TreeSet<String> before = tablesWith(List.of(MARK, hex(MARK), id));
    assertTrue(
        before.containsAll(
            List.of(
                "changes",
                "channel_settings",
                "endpoints",
                "idempotency_key_users",
                "idempotency_keys",
                "users")),
        before::toString);

    server.send(Replays.keyed(tenant.request("DELETE", "/admin/users/" + USER))).expect(204);

    assertEquals(new TreeSet<>(), tablesWith(marks));
    assertEquals(new TreeSet<>(Set.of("changes")), tablesWith(List.of(id)), "that it happened");
    server.send(tenant.request("GET", "/admin/users/" + USER)).expect(404);
    server.send(tenant.request("GET", settingsOf("other", slack))).expect(200);
  }

  @Test
  void writesThatAreUnderWayDoNotRecreateTheUser() throws Exception {
    server.send(tenant.put("/admin/users/" + USER, "{}")).expect(201);
    AtomicBoolean isDeleted = new AtomicBoolean();
    List<Integer> statuses =
        Concurrently.run(
            8,
            i -> {
              if (i == 0) {
                for (int n = 0; n < 20; n++) {
                  server.send(tenant.put(settingsOf(USER, apns), Json.deviceTokens("first")));
                }
                int status = server.send(tenant.request("DELETE", "/admin/users/" + USER)).status();
                isDeleted.set(true);
                return status;
              }
              int last = 200;
              for (int n = 0; n < 10 || !isDeleted.get(); n++) {
                String token = "late-" + i + "-" + n;
                last =
                    server
                        .send(tenant.put(settingsOf(USER, apns), Json.deviceTokens(token)))
                        .status();
                assertTrue(last == 200 || last == 404, "status " + last);
              }
              return server
                  .send(
                      tenant.put(
                          settingsOf(USER, slack), "{\"settings\":{\"slack_user_id\":\"U1\"}}"))
                  .status();
            });

    assertEquals(List.of(204, 404, 404, 404, 404, 404, 404, 404), statuses);
    server.send(tenant.request("GET", "/admin/users/" + USER)).expect(404);
    assertEquals("0", count("channel_settings"));
    assertEquals("0", count("endpoints"));
  }

  private String count(String table) {
    String project = tenant.id().toString().replace("-", "");
    return server.query("SELECT COUNT(*) FROM " + table + " WHERE project_id = x'" + project + "'");
  }

  private static String hex(String text) {
    return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The tables with a row in which any column contains one of these texts, or is its hex form. */
  private TreeSet<String> tablesWith(List<String> marks) throws SQLException {
    TreeSet<String> found = new TreeSet<>();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              byte[] bytes = rows.getBytes(i);
              String text = bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
              String hex = bytes == null ? "" : HexFormat.of().withUpperCase().formatHex(bytes);
              if (marks.stream().anyMatch(mark -> text.contains(mark) || hex.contains(mark))) {
                found.add(table);
              }
            }
          }
        }
      }
    }
    return found;
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                + " AND table_name <> 'flyway_schema_history'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    assertTrue(tables.size() >= 11, tables::toString);
    return tables;
  }
}
