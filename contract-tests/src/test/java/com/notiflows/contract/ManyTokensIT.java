package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Place;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import com.notiflows.server.persistence.EndpointMapper;
import com.notiflows.server.persistence.EndpointRow;
import com.notiflows.server.persistence.UserMapper;
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

/** Statements on device tokens read only the rows that they need, however large the table is. */
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
  private Hash hash = Hash.of(new byte[32]);

  @BeforeAll
  void insertTokens() {
    users.insert();
    users.insertTokens(channel);
    String tokens =
        "endpoints WHERE retired_at IS NULL AND project_id = "
            + users.project()
            + " AND user_id = ";
    ann = anyUser("MIN");
    bob = anyUser("MAX");
    hash =
        Hash.of(
            HexFormat.of()
                .parseHex(
                    server.query(
                        "SELECT HEX(identifier_hash) FROM " + tokens + ManyUsers.sql(ann))));
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

  private void assertReadsFewRows(
      Class<?> mapper, String statement, Map<String, Object> parameters) {
    assertReadsAtMost(2, mapper, statement, parameters);
  }

  private void assertReadsAtMost(
      long mostRows, Class<?> mapper, String statement, Map<String, Object> parameters) {
    QueryPlan plan = QueryPlan.of(server, mapper, statement, parameters).save();
    assertFalse(plan.isSlow(), plan::toString);
    for (List<QueryPlan.Column> step : plan.steps()) {
      String rows =
          step.stream().filter(c -> c.name().equals("rows")).findFirst().orElseThrow().value();
      assertTrue(Long.parseLong(rows) <= mostRows, plan::toString);
    }
  }

  @Test
  void settingsAreFoundByTheirKeys() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("projectId", tenant.id());
    parameters.put("userIds", List.of(ann, bob));
    parameters.put("channelIds", List.of(channel));
    parameters.put("lock", ChannelSettingsMapper.Lock.WAIT);
    assertReadsAtMost(4, ChannelSettingsMapper.class, "placesOfUsers", parameters);
    parameters.put("channelIds", null);
    parameters.put("lock", ChannelSettingsMapper.Lock.NONE);
    assertReadsAtMost(4, ChannelSettingsMapper.class, "placesOfUsers", parameters);
    assertReadsFewRows(
        ChannelSettingsMapper.class,
        "delete",
        Map.of(
            "projectId",
            tenant.id(),
            "places",
            List.of(new Place(ann, channel), new Place(bob, channel))));
  }

  @Test
  void usersAreLockedByTheirKeys() {
    List<byte[]> externalIds = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      externalIds.add(("u0-" + i).getBytes(StandardCharsets.UTF_8));
      ids.add(new UUID(i, i));
    }
    for (Lock lock : Lock.values()) {
      assertReadsAtMost(
          500,
          UserMapper.class,
          "find",
          Map.of("projectId", tenant.id(), "externalIds", externalIds, "lock", lock));
      assertReadsAtMost(
          500,
          UserMapper.class,
          "lock",
          Map.of("projectId", tenant.id(), "ids", ids, "lock", lock));
    }
  }

  @Test
  void exportContinuesByPrimaryKey() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("projectId", tenant.id());
    parameters.put("limit", 1000);
    parameters.put("after", null);
    QueryPlan first = QueryPlan.of(server, ChannelSettingsMapper.class, "page", parameters);
    assertFalse(first.isSlow(), first::toString);
    parameters.put("after", new Place(ann, channel));
    QueryPlan next = QueryPlan.of(server, ChannelSettingsMapper.class, "page", parameters).save();
    assertFalse(next.isSlow(), next::toString);
    assertEquals("range", next.at("s", "type"), next::toString);
    assertEquals("PRIMARY", next.at("s", "key"), next::toString);
    assertEquals("eq_ref", next.at("u", "type"), next::toString);
  }

  @Test
  void endpointsAreFoundByTheirIndexes() {
    UUID project = tenant.id();
    Class<?> mapper = EndpointMapper.class;
    Hash other = Hash.of(new byte[32]);
    assertReadsFewRows(
        mapper,
        "owners",
        Map.of("projectId", project, "channelId", channel, "hashes", List.of(hash, other)));
    assertReadsFewRows(
        mapper,
        "liveOwners",
        Map.of("projectId", project, "channelId", channel, "hash", hash, "limit", 1000));
    assertReadsFewRows(
        mapper, "delete", Map.of("projectId", project, "rows", List.of(row(ann), row(bob))));
    assertReadsFewRows(
        mapper,
        "touch",
        Map.of("projectId", project, "rows", List.of(row(ann), row(bob)), "now", NOON));
    assertReadsFewRows(
        mapper, "unseen", Map.of("projectId", project, "until", LONG_AGO, "limit", 100));
    assertReadsFewRows(
        mapper, "forget", Map.of("projectId", project, "until", LONG_AGO, "limit", 100));
  }

  private EndpointRow row(UUID user) {
    return new EndpointRow(
        user, channel, hash, user, "t", 0, NOON, NOON, null, null, null, null, null, null, null,
        null, null);
  }
}
