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

/** One partial call does what the same calls do one after the other, in another project. */
class BulkLawsIT {

  private static final int USERS = 4;

  private final TestServer server = TestServer.get();
  private final Side bulk = new Side("bulk laws");
  private final Side single = new Side("single laws");

  /** A project in which the same is done in another way. */
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

    /** What is stored of each user, but for ids and times. */
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
   * @param user one more than there are
   * @param channel the last is none
   * @param tokens empty for a removal; a zero among them is a token that can't be one
   */
  private record Item(int user, int channel, List<Integer> tokens) {

    String settings() {
      String list =
          String.join(",", tokens.stream().map(t -> t == 0 ? "\"\"" : "\"t" + t + "\"").toList());
      return channel == 2
          ? "{\"slack_user_id\":\"U" + tokens.get(0) + "\"}"
          : "{\"device_tokens\":[" + list + "]}";
    }
  }

  @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
  void aBulkIsItsItems(@ForAll("calls") List<List<Item>> calls) {
    bulk.clear();
    single.clear();
    for (List<Item> call : calls) {
      assertEquals(oneByOne(call), atOnce(call));
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
                  : single.tenant.put(path, "{\"settings\":" + item.settings() + "}"));
      statuses.add(answer.status());
      moved += Integer.parseInt(answer.headers().getOrDefault("x-tokens-moved", "0"));
    }
    return told(statuses, moved);
  }

  private Map<String, Object> atOnce(List<Item> call) {
    List<String> items = new ArrayList<>();
    for (Item item : call) {
      items.add(
          "{\"user_id\":\"u%d\",\"channel_id\":\"%s\",%s}"
              .formatted(
                  item.user(),
                  bulk.channels.get(item.channel()),
                  item.tokens().isEmpty() ? "\"remove\":true" : "\"settings\":" + item.settings()));
    }
    String body = "{\"mode\":\"partial\",\"items\":[" + String.join(",", items) + "]}";
    Answer answer =
        server
            .send(bulk.tenant.request("POST", "/admin/channel-settings/bulk").json(body))
            .expect(200);
    List<Integer> statuses = new ArrayList<>();
    answer.json().path("items").forEach(item -> statuses.add(item.path("status").asInt()));
    return told(statuses, Integer.parseInt(answer.headers().getOrDefault("x-tokens-moved", "0")));
  }

  private static Map<String, Object> told(List<Integer> statuses, int moved) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("statuses", statuses);
    told.put("moved", moved);
    return told;
  }
}
