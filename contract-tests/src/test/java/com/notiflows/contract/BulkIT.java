package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk writes of settings: partial mode with a result for each item, and atomic mode. */
class BulkIT {

  private static final String BULK = "/admin/channel-settings/bulk";
  private static final String PARTIAL = "partial";
  private static final String ATOMIC = "atomic";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("bulk");
  private final UUID apns = projects.channel(tenant, "apns");
  private final UUID slack = projects.channel(tenant, "slack");
  private final UUID smtp = projects.channel(tenant, "smtp");

  @BeforeEach
  void createUsers() {
    List.of("ann", "bob", "eve").forEach(user -> projects.user(tenant, user));
  }

  private static String store(String user, Object channel, String settings) {
    return "{'user_id':'%s','channel_id':'%s','settings':%s}".formatted(user, channel, settings);
  }

  private String push(String user, String... tokens) {
    return store(user, apns, "{'device_tokens':['" + String.join("','", tokens) + "']}");
  }

  private static String remove(String user, Object channel) {
    return "{'user_id':'%s','channel_id':'%s','remove':true}".formatted(user, channel);
  }

  private Request request(String mode, List<String> items) {
    String json = "{'mode':'" + mode + "','items':[" + String.join(",", items) + "]}";
    return tenant.request("POST", BULK).json(Json.of(json));
  }

  private Answer send(String mode, String... items) {
    return server.send(request(mode, List.of(items)));
  }

  private Answer read(String user, UUID channel) {
    return server.send(tenant.request("GET", settingsOf(user, channel)));
  }

  private String tokens(String user) {
    return read(user, apns).expect(200).json().at("/settings/device_tokens").toString();
  }

  private static List<Integer> statuses(Answer answer) {
    List<Integer> statuses = new ArrayList<>();
    answer.expect(200).json().path("items").forEach(i -> statuses.add(i.path("status").asInt()));
    return statuses;
  }

  private static String counts(Answer answer) {
    JsonNode json = answer.json();
    return json.path("stored") + " " + json.path("removed") + " " + json.path("failed");
  }

  private static List<String> violations(JsonNode item) {
    List<String> violations = new ArrayList<>();
    for (JsonNode field : item.at("/error/details/fields")) {
      violations.add(field.path("field").asText() + " " + field.path("reason").asText());
    }
    return violations;
  }

  @Test
  void everyItemHasItsOwnResult() {
    send(PARTIAL, push("eve", "gone")).expect(200);

    Answer answer =
        send(
            PARTIAL,
            push("ann", "a1", "a2", "a1"),
            push("nobody", "x"),
            store("bob", new UUID(0, 9), "{'device_tokens':['x']}"),
            store("bob", slack, "{'slack_user_id':'no id','device_tokens':['x']}"),
            push("bob", "b1"),
            push("ann", "again"),
            remove("eve", apns),
            remove("eve", slack),
            store("eve", smtp, "{}"),
            store("ann", slack, "{'slack_user_id':'\\ud800'}"));

    assertEquals(List.of(200, 404, 404, 422, 200, 422, 204, 404, 422, 422), statuses(answer));
    assertEquals("2 1 7", counts(answer));
    JsonNode items = answer.json().path("items");
    assertEquals(read("ann", apns).json(), items.get(0).path("channel_settings"));
    assertEquals(Json.array("a1", "a2"), tokens("ann"));
    assertEquals(Json.array("b1"), tokens("bob"));
    assertEquals("user", items.get(1).at("/error/details/resource").asText());
    assertEquals("nobody", items.get(1).at("/error/details/id").asText());
    assertEquals("channel", items.get(2).at("/error/details/resource").asText());
    assertEquals(
        List.of(
            "items[3].settings.slack_user_id invalid_format",
            "items[3].settings.device_tokens wrong_provider"),
        violations(items.get(3)).stream().sorted(Collections.reverseOrder()).toList());
    assertEquals(List.of("items[5] invalid_value"), violations(items.get(5)));
    assertEquals(Json.of("{'status':204}"), items.get(6).toString());
    assertEquals("channel_settings", items.get(7).at("/error/details/resource").asText());
    assertEquals(List.of("items[8].settings not_supported"), violations(items.get(8)));
    assertEquals(
        List.of("items[9].settings.slack_user_id invalid_format"), violations(items.get(9)));
    for (JsonNode item : items) {
      JsonNode error = item.path("error");
      if (!error.isMissingNode()) {
        assertEquals(item.path("status"), error.path("status"));
        assertEquals(
            answer.headers().get("x-request-id"), error.path("request_id").asText(), item + "");
        assertTrue(error.path("type").asText().endsWith("/errors/" + error.path("code").asText()));
      }
    }
    read("eve", apns).expect(404);
  }

  @Test
  void atomicModeStoresAllItemsOrNone() {
    send(PARTIAL, push("eve", "e1")).expect(200);

    Answer refused =
        send(
            ATOMIC,
            push("ann", "a1"),
            push("nobody", "x"),
            store("stranger", new UUID(0, 9), "{'device_tokens':['x']}"),
            store("bob", slack, "{'slack_user_id':'no id'}"),
            push("ann", "again"),
            remove("eve", apns),
            remove("bob", apns));

    assertEquals(
        List.of(
            "items[1].user_id invalid_value",
            "items[2].user_id invalid_value",
            "items[2].channel_id invalid_value",
            "items[3].settings.slack_user_id invalid_format",
            "items[4] invalid_value",
            "items[6].remove invalid_value"),
        refused.expect(422, "validation_failed").violations());
    read("ann", apns).expect(404);
    assertEquals(Json.array("e1"), tokens("eve"));

    Answer done = send(ATOMIC, push("ann", "a1"), remove("eve", apns));
    assertEquals(List.of(200, 204), statuses(done));
    assertEquals("1 1 0", counts(done));
    read("eve", apns).expect(404);
  }

  @Test
  void theSchemaIsValidatedFirst() {
    String body =
        """
        {
          "mode": "some",
          "more": 1,
          "items": [
            {"user_id": ""},
            {"user_id": "ann", "channel_id": "x", "remove": false, "settings": []},
            {"user_id": "ann\\u0000", "channel_id": "%s", "settings": {}, "remove": true}
          ]
        }
        """
            .formatted(apns);

    Answer answer = server.send(tenant.request("POST", BULK).json(body));

    assertEquals(
        List.of(
            "items[0] required",
            "items[0].channel_id required",
            "items[0].user_id too_short",
            "items[1] too_many",
            "items[1].channel_id invalid_format",
            "items[1].remove invalid_value",
            "items[1].settings invalid_type",
            "items[2] too_many",
            "items[2].user_id invalid_format",
            "mode invalid_value",
            "more unknown_field"),
        answer.expect(422, "validation_failed").violations().stream().sorted().toList());
    assertEquals(List.of("items too_few"), send(PARTIAL).expect(422).violations());
    List<String> tooMany = Collections.nCopies(1001, remove("u", slack));
    assertEquals(
        List.of("items too_many"), server.send(request(ATOMIC, tooMany)).expect(422).violations());
  }

  @Test
  void ulidAndUuidOfAChannelAreDuplicates() {
    UUID id = UUID.fromString("018dfbef-8443-214c-7425-4b635cf84432");
    Projects.Tenant other = projects.create("bulk ulid");
    projects.channel(other, "apns", id);
    projects.user(other, "ü/; %");
    String stored = store("ü/; %", "01HQXYZ123456789ABCDEFGHIJ", "{'device_tokens':['t']}");
    String json = "{'mode':'partial','items':[" + stored + "," + remove("ü/; %", id) + "]}";

    Answer answer =
        server.send(other.request("POST", "/admin/v1/channel-settings/bulk").json(Json.of(json)));

    assertEquals(List.of(200, 422), statuses(answer), "both name the same channel");
  }

  @Test
  void usersAndChannelsOfOtherProjectsAreNotFound() {
    Projects.Tenant other = projects.create("bulk others");
    projects.user(other, "theirs");
    UUID theirs = projects.channel(other, "fcm");

    Answer answer =
        send(
            PARTIAL,
            push("theirs", "x"),
            store("ann", theirs, "{'device_tokens':['x']}"),
            remove("theirs", apns));

    assertEquals(List.of(404, 404, 404), statuses(answer));
  }

  @ParameterizedTest
  @ValueSource(strings = {ATOMIC, PARTIAL})
  void tokensMoveBetweenItemsAndFromOtherUsers(String mode) {
    send(mode, push("ann", "phone", "a"), push("bob", "tablet"), push("eve", "e")).expect(200);

    Answer answer = send(mode, push("bob", "phone", "tablet"), remove("eve", apns));
    assertEquals("1", answer.expect(200).headers().get("x-tokens-moved"));
    assertEquals(Json.array("a"), tokens("ann"));

    Answer swapped = send(mode, push("ann", "phone", "tablet"), push("bob", "a", "b", "phone"));
    assertEquals(
        "3",
        swapped.expect(200).headers().get("x-tokens-moved"),
        "a doesn't count: ann removes it in item 0");
    assertEquals(Json.array("tablet"), tokens("ann"));
    assertEquals(
        Json.array("tablet"),
        swapped.json().at("/items/0/channel_settings/settings/device_tokens").toString(),
        "the result is the final state");
    assertEquals(Json.array("a", "b", "phone"), tokens("bob"));

    Answer freed = send(mode, remove("bob", apns), push("eve", "phone"));
    assertEquals(List.of(204, 200), statuses(freed));
    assertNull(freed.headers().get("x-tokens-moved"), "it had no owner any more");
    Answer taken = send(mode, push("bob", "phone"), remove("eve", apns), push("ann", "x"));
    assertEquals("1", taken.expect(200).headers().get("x-tokens-moved"));
    assertEquals(Json.array("phone"), tokens("bob"));
  }

  @Test
  void acceptsAThousandItems() {
    server.sql(
        "INSERT INTO users (project_id, id, external_id, created_at, updated_at) WITH RECURSIVE n AS"
            + (" (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                    + " SELECT x'%s', UNHEX(MD5(CONCAT(x'%s', i))), CONCAT('k', i), NOW(6), NOW(6) FROM n")
                .formatted(hex(tenant.id()), hex(tenant.id())));
    List<String> all =
        IntStream.rangeClosed(1, 1000).mapToObj(i -> push("k" + i, "t" + i)).toList();

    Answer first = server.send(request(ATOMIC, all)).expect(200);
    assertEquals("1000 0 0", counts(first));
    Answer again = server.send(request(PARTIAL, all)).expect(200);
    assertEquals(first.json(), again.json(), "nothing changes, timestamps included");
    List<String> shifted =
        IntStream.rangeClosed(1, 1000).mapToObj(i -> push("k" + i, "t" + (i % 1000 + 1))).toList();
    Answer moved = server.send(request(PARTIAL, shifted)).expect(200);
    assertEquals(
        "999", moved.headers().get("x-tokens-moved"), "t1 doesn't count: k1 removes it in item 0");
    List<String> gone =
        IntStream.rangeClosed(1, 1000).mapToObj(i -> remove("k" + i, apns)).toList();
    assertEquals("0 1000 0", counts(server.send(request(ATOMIC, gone)).expect(200)));
    assertEquals("0 0 1000", counts(server.send(request(PARTIAL, gone)).expect(200)));
    assertEquals(100, server.send(request(ATOMIC, gone)).expect(422).violations().size());
  }

  @Test
  void projectCanRequirePreconditions() {
    send(PARTIAL, push("ann", "a1"), push("eve", "e1")).expect(200);
    CommandLineRun cli = new CommandLineRun(server.environment());
    cli.run("projects", "require-if-match", "--project", tenant.id(), "on");

    Answer partial = send(PARTIAL, push("ann", "a2"), push("bob", "b1"), remove("eve", apns));
    assertEquals(List.of(428, 200, 204), statuses(partial));
    assertEquals("precondition_required", partial.json().at("/items/0/error/code").asText());
    send(ATOMIC, push("ann", "a2"), push("eve", "e2")).expect(428, "precondition_required");
    read("eve", apns).expect(404);
    send(ATOMIC, push("ann", "a2"), push("nobody", "e2")).expect(422, "validation_failed");
    assertEquals(Json.array("a1"), tokens("ann"));
  }

  @Test
  void corruptStoredSettingsDoNotFailTheRequest() {
    send(PARTIAL, push("ann", "a1"), push("bob", "b1"), push("eve", "e1")).expect(200);
    server.sql(
        "UPDATE channel_settings SET settings = '{rotten', key_id = NULL WHERE project_id = x'%s' AND settings"
                .formatted(hex(tenant.id()))
            + " NOT LIKE '%b1%'");

    Answer answer = send(PARTIAL, push("ann", "a2"), push("bob", "b2", "e1"), remove("eve", apns));

    assertEquals(List.of(200, 200, 204), statuses(answer));
  }

  @Test
  void retryReplaysTheFirstResponse() {
    Request request =
        Replays.keyed(request(PARTIAL, List.of(push("ann", "a1"), push("nobody", "x"))));
    Answer first = Replays.first(server.send(request));
    send(PARTIAL, push("ann", "later")).expect(200);

    Replays.assertReplay(first, server.send(request));
    assertEquals(Json.array("later"), tokens("ann"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "bob"})
  void deletingAnyOfTheUsersDeletesTheStoredResponse(String user) {
    Request request =
        Replays.keyed(request(PARTIAL, List.of(push("ann", "a1"), push("bob", "b1"))));
    Replays.first(server.send(request));
    server.send(tenant.request("DELETE", "/admin/users/" + user)).expect(204);

    Answer second = server.send(request);

    assertFalse(second.headers().containsKey("idempotency-replayed"));
    assertEquals(user.equals("ann") ? List.of(404, 200) : List.of(200, 404), statuses(second));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void concurrentRequestsInOppositeOrderDoNotDeadlock(boolean isKeyed) throws Exception {
    int users = 60;
    for (int i = 0; i < users; i++) {
      projects.user(tenant, "r" + i);
    }
    List<Answer> answers =
        Concurrently.run(
            6,
            client -> {
              Answer last = null;
              for (int round = 0; round < 6; round++) {
                List<String> items = new ArrayList<>();
                for (int i = 0; i < users; i++) {
                  boolean isRemoval = client == 5 && i % 7 == 0;
                  int phone = (i + client * round) % users;
                  items.add(isRemoval ? remove("r" + i, apns) : push("r" + i, "p" + phone));
                }
                if (client % 2 == 1) {
                  Collections.reverse(items);
                }
                Request request = request(PARTIAL, items);
                last = server.send(isKeyed ? Replays.keyed(request) : request).expect(200);
              }
              return last;
            });

    assertEquals(6, answers.size());
  }

  @Test
  void usersCanBeCreatedAndDeletedConcurrently() throws Exception {
    List<Answer> answers =
        Concurrently.run(
            4,
            client -> {
              Answer last = null;
              for (int round = 0; round < 12; round++) {
                last =
                    switch (client) {
                      case 0 -> server.send(tenant.request("DELETE", "/admin/users/ann"));
                      case 1 -> server.send(tenant.put("/admin/users/ann", "{}"));
                      default ->
                          server.send(
                              Replays.keyed(
                                  request(PARTIAL, List.of(push("bob", "p"), push("ann", "p")))));
                    };
                assertTrue(last.status() < 300 || last.status() == 404, last::toString);
              }
              return last;
            });

    assertEquals(4, answers.size());
  }

  private static String hex(UUID id) {
    return id.toString().replace("-", "");
  }
}
