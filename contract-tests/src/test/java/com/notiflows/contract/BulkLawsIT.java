package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** A partial bulk write has the same effect as its items sent one by one. */
class BulkLawsIT {

  private static final int USERS = 4;

  private final TestServer server = TestServer.get();
  private final Side bulk = new Side("bulk laws");
  private final Side single = new Side("single laws");

  /** One of two projects that receive the same writes, in bulk or one by one. */
  private final class Side {

    private final Projects projects = new Projects(BundledSpec.load());
    private final Projects.Tenant tenant;
    private final List<UUID> channels;

    Side(String name) {
      this.tenant = projects.create(name);
      this.channels =
          List.of(
              projects.channel(tenant, "apns"),
              projects.sharedChannel(tenant, "fcm"),
              projects.channel(tenant, "slack"),
              new UUID(0, 5));
      for (int user = 0; user < USERS; user++) {
        projects.user(tenant, "u" + user);
      }
    }

    void clear() {
      server.sql(
          "DELETE FROM channel_settings WHERE project_id = x'%s'"
              .formatted(tenant.id().toString().replace("-", "")));
    }

    /** The settings of all users, without ids and timestamps. */
    List<String> stored() {
      List<String> stored = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        Answer answer =
            server.send(tenant.request("GET", "/admin/users/u" + user + "/channel-settings"));
        for (JsonNode item : answer.expect(200).json().path("items")) {
          stored.add(user + " " + item.path("provider").asText() + " " + item.path("settings"));
        }
      }
      return stored;
    }
  }

  /**
   * An item.
   *
   * @param user the number of a user; the last one doesn't exist
   * @param channel the index of a channel; the last one doesn't exist
   * @param tokens empty for a removal; 0 is an invalid token
   */
  private record Item(int user, int channel, List<Integer> tokens) {

    String settings() {
      String list = Json.array(tokens.stream().map(t -> t == 0 ? "" : "t" + t).toList());
      return channel == 2
          ? Json.of("{'slack_user_id':'U%s'}", tokens.get(0))
          : Json.of("{'device_tokens':%s}", list);
    }
  }

  @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
  void partialBulkEqualsSingleWrites(@ForAll("calls") List<List<Item>> calls) {
    bulk.clear();
    single.clear();
    for (List<Item> call : calls) {
      assertEquals(oneByOne(call), inBulk(call));
      assertEquals(single.stored(), bulk.stored());
    }
  }

  @Provide
  Arbitrary<List<List<Item>>> calls() {
    Arbitrary<List<Integer>> tokens =
        Arbitraries.frequency(
                Tuple.of(1, 0), Tuple.of(12, 1),
                Tuple.of(12, 2), Tuple.of(12, 3))
            .list()
            .ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.integers().between(0, USERS),
            Arbitraries.frequency(
                Tuple.of(6, 0), Tuple.of(3, 1),
                Tuple.of(2, 2), Tuple.of(1, 3)),
            tokens)
        .as(Item::new)
        .list()
        .uniqueElements(item -> item.user() * 10 + item.channel())
        .ofMinSize(1)
        .ofMaxSize(8)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private Map<String, Object> oneByOne(List<Item> call) {
    List<Integer> statuses = new ArrayList<>();
    int moved = 0;
    for (Item item : call) {
      String path = settingsOf("u" + item.user(), single.channels.get(item.channel()));
      Answer answer =
          server.send(
              item.tokens().isEmpty()
                  ? single.tenant.request("DELETE", path)
                  : single.tenant.put(path, Json.of("{'settings':%s}", item.settings())));
      statuses.add(answer.status());
      moved += Integer.parseInt(answer.headers().getOrDefault("x-tokens-moved", "0"));
    }
    return outcome(statuses, moved);
  }

  private Map<String, Object> inBulk(List<Item> call) {
    List<String> items = new ArrayList<>();
    for (Item item : call) {
      items.add(
          Json.of(
              "{'user_id':'u%d','channel_id':'%s',%s}",
              item.user(),
              bulk.channels.get(item.channel()),
              item.tokens().isEmpty()
                  ? Json.of("'remove':true")
                  : Json.of("'settings':%s", item.settings())));
    }
    String body = Json.of("{'mode':'partial','items':[%s]}", String.join(",", items));
    Answer answer =
        server
            .send(bulk.tenant.request("POST", "/admin/channel-settings/bulk").json(body))
            .expect(200);
    List<Integer> statuses = new ArrayList<>();
    answer.json().path("items").forEach(item -> statuses.add(item.path("status").asInt()));
    return outcome(
        statuses, Integer.parseInt(answer.headers().getOrDefault("x-tokens-moved", "0")));
  }

  private static Map<String, Object> outcome(List<Integer> statuses, int moved) {
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("statuses", statuses);
    outcome.put("moved", moved);
    return outcome;
  }
}
