package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.contract.Projects.Tenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** Follows the changes of a project like a cache, and checks that no position is missing. */
final class ChangeReader {

  private final Tenant tenant;
  private final List<JsonNode> items = new ArrayList<>();
  private final Map<String, Map<String, JsonNode>> states = new TreeMap<>();
  private long position;

  /** Begins after a position. */
  ChangeReader(Tenant tenant, long position) {
    this.tenant = tenant;
    this.position = position;
  }

  /** The request for the next changes. */
  Request next(String more) {
    return tenant.request("GET", "/admin/changes?after=" + position + more);
  }

  /** Applies a page; returns whether more changes are there already. */
  boolean apply(JsonNode page) {
    for (JsonNode item : page.path("items")) {
      position++;
      assertEquals(position, item.path("position").asLong(), "no gap and no duplicate");
      items.add(item);
      apply(item.path("type").asText(), item);
    }
    assertEquals(position, page.path("next").asLong());
    return page.path("has_more").asBoolean();
  }

  private void apply(String type, JsonNode item) {
    String user = item.path("user_id").asText();
    if (type.equals("erased")) {
      states.remove(user);
    } else if (!item.has("external_id")) {
      states.remove(user); // erased since, which follows
    } else if (item.has("channel_id")) {
      Map<String, JsonNode> channels = states.computeIfAbsent(user, id -> new TreeMap<>());
      String channel = item.path("channel_id").asText();
      assertEquals(channels.get(channel), item.get("before"), item::toString);
      if (item.has("after")) {
        channels.put(channel, item.get("after"));
      } else {
        channels.remove(channel);
      }
    }
  }

  /** Reads everything that is there. */
  ChangeReader readAll(Wire node) {
    boolean hasMore = true;
    while (hasMore) {
      hasMore = apply(node.send(next("&limit=1000")).expect(200).json());
    }
    return this;
  }

  /** All changes so far. */
  List<JsonNode> items() {
    return items;
  }

  /** The position of the last change. */
  long position() {
    return position;
  }

  /**
   * What the users have now: for each place with settings one line of ids, time of the last change
   * and sorted fingerprints.
   */
  List<String> state() {
    List<String> lines = new ArrayList<>();
    states.forEach(
        (user, channels) ->
            channels.forEach(
                (channel, state) -> {
                  List<String> endpoints = new ArrayList<>();
                  state.path("endpoints").forEach(each -> endpoints.add(each.asText()));
                  lines.add(
                      line(
                          user,
                          channel,
                          state.path("updated_at").asText(),
                          endpoints.stream().sorted().toList().toString()));
                }));
    return lines.stream().sorted().toList();
  }

  /** The same, as the tables have it. */
  static List<String> stateOf(Connection connection, UUID projectId) throws SQLException {
    String sql =
        "SELECT LOWER(HEX(s.user_id)), LOWER(HEX(s.channel_id)),"
            + " DATE_FORMAT(s.updated_at, '%Y-%m-%dT%H:%i:%s.%fZ'), (SELECT"
            + " GROUP_CONCAT(LOWER(LEFT(HEX(e.identifier_hash), 16)) ORDER BY e.identifier_hash"
            + " SEPARATOR ', ') FROM notiflows.endpoints e WHERE e.project_id = s.project_id AND"
            + " e.user_id = s.user_id AND e.channel_id = s.channel_id AND e.retired_at IS NULL)"
            + " FROM notiflows.channel_settings s WHERE s.project_id = "
            + HeldUser.hex(projectId);
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.add(
            line(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                "[" + Objects.toString(rows.getString(4), "") + "]"));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static String line(String user, String channel, String updatedAt, String endpoints) {
    return String.join(" ", user.replace("-", ""), channel.replace("-", ""), updatedAt, endpoints);
  }
}
