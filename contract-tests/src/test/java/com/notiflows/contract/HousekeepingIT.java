package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.embedded.Patience;
import com.notiflows.server.spec.BundledSpec;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Housekeeping deletes expired data and keeps the rest, without any request. */
class HousekeepingIT {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestServer server = TestServer.get();
  private final BundledSpec spec = BundledSpec.load();
  private final Projects projects = new Projects(spec);
  private final Projects.Tenant tenant = projects.create("house");
  private final UUID channel = projects.channel(tenant, "apns");
  private final String where = " WHERE project_id = " + HeldUser.hex(tenant.id());

  @Test
  void deletesExpiredData() {
    register("ann", "old");
    age("endpoints", "last_seen_at", "271 DAY");
    age("idempotency_keys", "created_at", "25 HOUR");
    server.sql(
        "INSERT INTO endpoints (project_id, channel_id, identifier_hash, user_id, holder, identifier,"
            + " position, first_seen_at, last_seen_at, retired_at, retired_reason)"
            + " SELECT project_id, channel_id, REVERSE(identifier_hash), user_id, holder, 'gone', 9,"
            + " first_seen_at, last_seen_at, UTC_TIMESTAMP(6) - INTERVAL 31 DAY,"
            + " 'invalid' FROM endpoints"
            + where);
    register("bob", "young");

    try (Components components = server.components(spec, PAUSE)) {
      assertTrue(Patience.until(LIMIT, this::isDone));
    }

    assertEquals("[]", tokens("ann"));
    assertEquals(Json.array("young"), tokens("bob"));
    assertEquals(1, count("idempotency_keys"));
  }

  private void register(String user, String token) {
    projects.user(tenant, user);
    Request put = tenant.put(settingsOf(user, channel), Json.deviceTokens(token));
    server.send(Replays.keyed(put)).expect(200);
  }

  private void age(String table, String column, String by) {
    server.sql(
        "UPDATE " + table + " SET " + column + " = UTC_TIMESTAMP(6) - INTERVAL " + by + where);
  }

  private int count(String table) {
    return Integer.parseInt(server.query("SELECT COUNT(*) FROM " + table + where));
  }

  private boolean isDone() {
    String quarantine =
        server.query(
            "SELECT GROUP_CONCAT(identifier) FROM endpoints"
                + where
                + " AND retired_at IS NOT NULL");
    return count("endpoints") == 2
        && count("idempotency_keys") == 1
        && "old".equals(quarantine); // null if the quarantine is empty
  }

  private String tokens(String user) {
    return server
        .send(tenant.request("GET", settingsOf(user, channel)))
        .expect(200)
        .json()
        .at("/settings/device_tokens")
        .toString();
  }
}
