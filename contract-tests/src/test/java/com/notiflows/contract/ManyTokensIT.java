package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.DeviceTokenRow;
import com.notiflows.server.persistence.RetiredTokenMapper;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserSettingsMapper;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** No statement about device tokens reads more rows than it is about, however many there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyTokensIT {

  private static final Instant LONG_AGO = Instant.parse("2019-12-31T12:00:00Z");
  private static final Instant NOON = Instant.parse("2020-01-01T12:00:00Z");

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("many-tokens");
  private final ManyUsers users = new ManyUsers(server, tenant.id());
  private final UUID channel = projects.channel(tenant, "apns");
  private UUID ann = new UUID(0, 0);
  private UUID bob = new UUID(0, 0);
  private byte[] hash = new byte[0];

  @BeforeAll
  void insertTokens() {
    users.insert();
    users.insertTokens(channel);
    String tokens = "device_tokens WHERE project_id = " + users.project() + " AND user_id = ";
    ann = anyUser("MIN");
    bob = anyUser("MAX");
    hash =
        HexFormat.of()
            .parseHex(server.query("SELECT HEX(token_hash) FROM " + tokens + ManyUsers.sql(ann)));
  }

  @AfterAll
  void removeTokens() {
    users.remove();
  }

  private UUID anyUser(String which) {
    String hex =
        server.query(
            "SELECT HEX(%s(id)) FROM users WHERE project_id = %s"
                .formatted(which, users.project()));
    return uuid(hex);
  }

  private static UUID uuid(String hex) {
    return UUID.fromString(
        hex.replaceAll("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")
            .toLowerCase(Locale.ROOT));
  }

  private void isQuick(Class<?> mapper, String statement, Map<String, Object> parameters) {
    reads(2, mapper, statement, parameters);
  }

  private void reads(
      long mostRows, Class<?> mapper, String statement, Map<String, Object> parameters) {
    QueryPlan plan = QueryPlan.of(server, mapper, statement, parameters).show();
    assertFalse(plan.isSlow(), plan::toString);
    for (List<QueryPlan.Column> step : plan.steps()) {
      String rows =
          step.stream().filter(c -> c.name().equals("rows")).findFirst().orElseThrow().value();
      assertTrue(Long.parseLong(rows) <= mostRows, plan::toString);
    }
  }

  @Test
  void settingsAreLockedAndReplacedByTheirKey() {
    ChannelSettingsRow row = new ChannelSettingsRow(tenant.id(), ann, channel, "{}", NOON);
    isQuick(
        ChannelSettingsMapper.class,
        "lock",
        Map.of(
            "projectId",
            tenant.id(),
            "places",
            List.of(new Place(ann, channel), new Place(bob, channel))));
    isQuick(
        ChannelSettingsMapper.class,
        "compareAndSet",
        Map.of("row", row, "knownSettings", "{}", "knownCreatedAt", NOON));
    isQuick(
        ChannelSettingsMapper.class,
        "delete",
        Map.of("projectId", tenant.id(), "userId", ann, "channelId", channel));
  }

  @Test
  void manySettingsAreReplacedByTheirKeys() {
    List<ChannelSettingsRow> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(new ChannelSettingsRow(tenant.id(), new UUID(i, i), channel, "{}", NOON));
    }
    rows.add(new ChannelSettingsRow(tenant.id(), ann, channel, "{}", NOON));
    for (List<ChannelSettingsRow> some : List.of(rows, rows.subList(500, 501))) {
      QueryPlan plan =
          QueryPlan.of(
                  server,
                  ChannelSettingsMapper.class,
                  "replace",
                  Map.of("projectId", tenant.id(), "now", NOON, "rows", some))
              .show();
      assertTrue(List.of("eq_ref", "const").contains(plan.at("s", "type")), plan::toString);
      assertEquals("PRIMARY", plan.at("s", "key"), plan::toString);
    }
  }

  @Test
  void manySettingsAreLockedAndRemovedByTheirKeys() {
    String ids =
        server.query(
            "SELECT GROUP_CONCAT(HEX(id)) FROM (SELECT id FROM users WHERE project_id = %s LIMIT 25) t"
                .formatted(users.project()));
    List<Place> places = new ArrayList<>();
    for (String id : ids.split(",")) {
      places.add(new Place(uuid(id), channel));
    }
    for (int i = places.size(); i < 500; i++) {
      places.add(new Place(new UUID(i, i), channel));
    }
    Map<String, Object> parameters = Map.of("projectId", tenant.id(), "places", places);
    reads(500, ChannelSettingsMapper.class, "lock", parameters);
    reads(500, ChannelSettingsMapper.class, "deleteAll", parameters);
    List<byte[]> externalIds = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      externalIds.add(("u0-" + i).getBytes(StandardCharsets.UTF_8));
    }
    reads(
        500,
        UserMapper.class,
        "lockShared",
        Map.of("projectId", tenant.id(), "externalIds", externalIds));
  }

  @Test
  void anExportGoesOnWhereItWas() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("projectId", tenant.id());
    parameters.put("limit", 1000);
    parameters.put("after", null);
    QueryPlan first = QueryPlan.of(server, UserSettingsMapper.class, "page", parameters);
    assertFalse(first.isSlow(), first::toString);
    parameters.put("after", new Place(ann, channel));
    QueryPlan next = QueryPlan.of(server, UserSettingsMapper.class, "page", parameters).show();
    assertFalse(next.isSlow(), next::toString);
    assertEquals("range", next.at("s", "type"), next::toString);
    assertEquals("PRIMARY", next.at("s", "key"), next::toString);
    assertEquals("eq_ref", next.at("u", "type"), next::toString);
  }

  @Test
  void tokensAreFoundByTheirIndex() {
    isQuick(
        DeviceTokenMapper.class,
        "holders",
        Map.of(
            "projectId", tenant.id(), "channelId", channel, "hashes", List.of(hash, new byte[32])));
    isQuick(
        DeviceTokenMapper.class,
        "owners",
        Map.of("projectId", tenant.id(), "channelId", channel, "hash", hash, "limit", 1000));
    isQuick(
        DeviceTokenMapper.class,
        "delete",
        Map.of("projectId", tenant.id(), "rows", List.of(row(ann), row(bob))));
    isQuick(
        DeviceTokenMapper.class,
        "see",
        Map.of("projectId", tenant.id(), "rows", List.of(row(ann), row(bob)), "now", NOON));
    isQuick(
        DeviceTokenMapper.class,
        "devices",
        Map.of("projectId", tenant.id(), "userId", ann, "channelId", channel));
  }

  @Test
  void tokensAreRetiredAndBroughtBackByTheirKeys() {
    UUID project = tenant.id();
    Class<?> mapper = RetiredTokenMapper.class;
    isQuick(mapper, "lockUsers", Map.of("projectId", project, "userIds", List.of(ann, bob)));
    isQuick(
        mapper,
        "holders",
        Map.of("projectId", project, "channelId", channel, "hashes", List.of(hash, new byte[32])));
    isQuick(mapper, "lock", Map.of("projectId", project, "rows", List.of(row(ann), row(bob))));
    isQuick(mapper, "unseen", Map.of("projectId", project, "until", LONG_AGO, "limit", 100));
    isQuick(
        mapper,
        "lockRetired",
        Map.of("projectId", project, "channelId", channel, "hash", hash, "since", LONG_AGO));
    isQuick(
        DeviceTokenMapper.class,
        "endQuarantine",
        Map.of("projectId", project, "rows", List.of(row(ann), row(bob))));
    isQuick(
        mapper,
        "keepFirstSeen",
        Map.of(
            "projectId",
            project,
            "userId",
            ann,
            "channelId",
            channel,
            "tokenHash",
            hash,
            "firstSeenAt",
            LONG_AGO));
    isQuick(mapper, "release", Map.of("projectId", project, "channelId", channel, "hash", hash));
    isQuick(mapper, "forget", Map.of("projectId", project, "until", LONG_AGO, "limit", 100));
  }

  private DeviceTokenRow row(UUID user) {
    return new DeviceTokenRow(tenant.id(), user, channel, hash, user, null, null, NOON);
  }
}
