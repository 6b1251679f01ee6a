package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web push subscriptions in bulk writes, and in export and import files. */
class WebPushBulkIT {

  private static final String PARTIAL = "partial";
  private static final String ATOMIC = "atomic";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("browsers");
  private final UUID webPush = projects.channel(tenant, "web_push");
  private final UUID apns = projects.channel(tenant, "apns");
  private final CommandLineRun cli = new CommandLineRun(server.environment());
  private final Path folder = Artifacts.freshFolder("web-push-files");

  @BeforeEach
  void createUsers() {
    List.of("ann", "bob", "eve").forEach(user -> projects.user(tenant, user));
  }

  private static String subscription(String name, String endpoint) {
    return """
        {'identifier':'%s',\
        'settings':{'auth':'%s','endpoint':'https://push.example.com/%s','p256dh':'%s'}}\
        """
        .formatted(name, "A".repeat(22), endpoint, "B".repeat(87));
  }

  /** A list of subscriptions as {@code name=endpoint}. */
  private static String list(String... all) {
    return Arrays.stream(all)
        .map(each -> each.split("=", 2))
        .map(parts -> subscription(parts[0], parts[1]))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String item(String user, Object channel, String content) {
    return "{'user_id':'%s','channel_id':'%s',%s}".formatted(user, channel, content);
  }

  private String store(String user, String... all) {
    return item(user, webPush, "'subscriptions':" + list(all));
  }

  private String remove(String user) {
    return item(user, webPush, "'remove':true");
  }

  private Request request(String mode, String... items) {
    String json = "{'mode':'" + mode + "','items':[" + String.join(",", items) + "]}";
    return tenant.request("POST", "/admin/channel-settings/bulk").json(Json.of(json));
  }

  private Answer send(String mode, String... items) {
    return server.send(request(mode, items));
  }

  private JsonNode stored(String user) {
    return server
        .send(
            tenant.request(
                "GET", "/admin/users/" + user + "/channels/" + webPush + "/subscriptions"))
        .expect(200)
        .json()
        .path("items");
  }

  private String identifiers(String user) {
    return String.join(" ", stored(user).findValuesAsText("identifier"));
  }

  private static List<Integer> statuses(Answer answer) {
    List<Integer> statuses = new ArrayList<>();
    answer.expect(200).json().path("items").forEach(i -> statuses.add(i.path("status").asInt()));
    return statuses;
  }

  @ParameterizedTest
  @ValueSource(strings = {ATOMIC, PARTIAL})
  void replacesAllSubscriptionsOfAUser(String mode) {
    Answer first = send(mode, store("ann", "a=1", "b=2"), store("bob", "c=3"));
    assertEquals(List.of(200, 200), statuses(first));
    assertEquals(stored("ann"), first.json().at("/items/0/subscriptions"));
    assertEquals(Json.array("status", "subscriptions"), names(first.json().at("/items/0")));
    assertEquals("2 0 0", counts(first));

    Answer same = send(mode, store("ann", "a=1", "b=2"), store("bob", "c=3"));
    assertEquals(first.json(), same.json(), "nothing changes, timestamps included");

    Answer changed = send(mode, store("ann", "d=4", "b=2"), remove("bob"));
    assertEquals(List.of(200, 204), statuses(changed));
    assertEquals("1 1 0", counts(changed));
    assertEquals("b d", identifiers("ann"));
    assertEquals(
        first.json().at("/items/0/subscriptions/1"), changed.json().at("/items/0/subscriptions/0"));
    assertEquals("", identifiers("bob"));
  }

  private static String counts(Answer answer) {
    JsonNode json = answer.json();
    return json.path("stored") + " " + json.path("removed") + " " + json.path("failed");
  }

  private static String names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return Json.array(names.stream().sorted().toList());
  }

  @Test
  void removesDuplicateSubscriptions() {
    Answer answer = send(PARTIAL, store("ann", "a=1", "b=2", "c=1", "b=3"));

    assertEquals(
        List.of("c", "b"),
        answer.expect(200).json().at("/items/0/subscriptions").findValuesAsText("identifier"));
  }

  @ParameterizedTest
  @ValueSource(strings = {ATOMIC, PARTIAL})
  void endpointsMoveBetweenItemsAndFromOtherUsers(String mode) {
    send(mode, store("ann", "a=1", "b=2")).expect(200);

    Answer taken = send(mode, store("bob", "x=1"), store("eve", "y=2", "z=1"));

    assertEquals("3", taken.headers().get("x-tokens-moved"));
    assertEquals(List.of(200, 200), statuses(taken));
    assertEquals(
        "[]", taken.json().at("/items/0/subscriptions") + "", "the result is the final state");
    assertEquals("", identifiers("ann"));
    assertEquals("y z", identifiers("eve"));
  }

  @Test
  void endpointsOfTwoChannelsMoveInOneCall() {
    String token = "'settings':{'device_tokens':['t']}";
    send(ATOMIC, store("ann", "a=1"), item("ann", apns, token)).expect(200);

    Answer taken = send(ATOMIC, store("bob", "b=1"), item("bob", apns, token));

    assertEquals("2", taken.expect(200).headers().get("x-tokens-moved"));
    assertEquals("", identifiers("ann"));
    assertEquals("b", identifiers("bob"));
  }

  @Test
  void everyItemHasItsOwnError() {
    String bad = "{'identifier':'x','settings':{'endpoint':'http://push.example.com/'}}";
    String[] items = {
      store("ann", "a=1"),
      store("nobody", "a=2"),
      item("ann", apns, "'subscriptions':" + list("a=1")),
      item("bob", webPush, "'settings':{'device_tokens':['t']}"),
      item("eve", webPush, "'subscriptions':[" + subscription("e", "5") + "," + bad + "]"),
      remove("bob"),
      remove("ann")
    };

    Answer partial = send(PARTIAL, items);

    assertEquals(List.of(200, 404, 422, 422, 422, 422, 422), statuses(partial));
    JsonNode results = partial.json().path("items");
    assertEquals(
        Json.array("items[2].subscriptions"), results.get(2).findValues("field").toString());
    assertEquals("not_supported", results.get(2).at("/error/details/fields/0/reason").asText());
    assertEquals(Json.array("items[3].settings"), results.get(3).findValues("field").toString());
    assertTrue(
        results
            .get(4)
            .findValuesAsText("field")
            .contains("items[4].subscriptions[1].settings.endpoint"),
        partial::body);
    assertEquals("a", identifiers("ann"));
    assertEquals("", identifiers("eve"));
    Answer missing = send(PARTIAL, remove("bob"));
    assertEquals(List.of(404), statuses(missing));
    assertEquals(
        "channel_subscription", missing.json().at("/items/0/error/details/resource").asText());
    assertEquals(
        List.of("items[1].remove invalid_value"),
        send(ATOMIC, remove("ann"), remove("bob")).expect(422).violations());
    assertEquals("a", identifiers("ann"));
  }

  @Test
  void theSchemaIsValidatedFirst() {
    Answer answer =
        send(
            PARTIAL,
            item("ann", webPush, "'subscriptions':[]"),
            item("ann", webPush, "'subscriptions':[],'settings':{}"),
            item("ann", webPush, "'subscriptions':[{'identifier':'','id':1},[]]"),
            item("ann", webPush, "'subscriptions':null"));

    assertEquals(
        List.of(
            "items[0].subscriptions too_few",
            "items[1] too_many",
            "items[1].subscriptions too_few",
            "items[2].subscriptions[0].id unknown_field",
            "items[2].subscriptions[0].identifier too_short",
            "items[2].subscriptions[0].settings required",
            "items[2].subscriptions[1] invalid_type",
            "items[3].subscriptions invalid_type"),
        answer.expect(422).violations().stream().sorted().toList());
    String many = String.join(",", Collections.nCopies(101, "{}"));
    assertEquals(
        List.of("items[0].subscriptions too_many"),
        send(PARTIAL, item("ann", webPush, "'subscriptions':[" + many + "]"))
            .expect(422)
            .violations());
  }

  @Test
  void theCapOfTheChannelApplies() {
    cli.run("channels", "token-cap", "--project", tenant.id(), "--token-cap", "2", "web_push");

    Answer answer = send(ATOMIC, store("ann", "a=1", "b=2", "c=3")).expect(422);

    assertEquals(List.of("items[0].subscriptions too_many"), answer.violations());
    assertEquals(
        "must have at most 2 entries, the cap of this channel",
        answer.details().at("/fields/0/message").asText());
    send(ATOMIC, store("ann", "a=1", "b=2", "c=1")).expect(200);
  }

  @Test
  void projectCanRequirePreconditions() {
    send(PARTIAL, store("ann", "a=1")).expect(200);
    cli.run("projects", "require-if-match", "--project", tenant.id(), "on");

    Answer answer = send(PARTIAL, store("ann", "b=2"), store("bob", "c=3"));

    assertEquals(List.of(428, 200), statuses(answer));
    send(ATOMIC, store("ann", "b=2")).expect(428, "precondition_required");
    assertEquals("a", identifiers("ann"));
  }

  @Test
  void retryReplaysUntilTheUserIsDeleted() {
    Request request = Replays.keyed(request(PARTIAL, store("ann", "a=1")));
    Answer first = Replays.first(server.send(request));
    send(PARTIAL, remove("ann")).expect(200);

    Replays.assertReplay(first, server.send(request));
    assertEquals("", identifiers("ann"));
    server.send(tenant.request("DELETE", "/admin/users/ann")).expect(204);
    assertFalse(server.send(request).headers().containsKey("idempotency-replayed"));
  }

  private Object[] command(String name, Projects.Tenant of, Object... more) {
    List<Object> command = new ArrayList<>(List.of("settings", name, "--project", of.id()));
    command.addAll(List.of(more));
    return command.toArray();
  }

  private List<String> exported(Projects.Tenant of) {
    return cli.run(command("export", of)).lines().sorted().toList();
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("in.ndjson"), Json.of(String.join("\n", lines)));
  }

  private static String line(String user, String channel, String content) {
    return "{'user_id':'%s','channel':'%s',%s}".formatted(user, channel, content);
  }

  @Test
  void exportedSubscriptionsAreImportedUnchanged() throws IOException {
    send(
            PARTIAL,
            store("ann", "a=1", "https://push.example.com/2=2"),
            store("bob", "lost=3"),
            item("eve", apns, "'settings':{'device_tokens':['t']}"))
        .expect(200);
    send(PARTIAL, store("eve", "found=3")).expect(200);
    List<String> lines = exported(tenant);
    assertEquals(4, lines.size());
    assertTrue(
        lines.contains(Json.of(line("eve", "web_push", "'subscriptions':" + list("found=3")))),
        lines::toString);
    assertTrue(lines.contains(Json.of(line("bob", "web_push", "'subscriptions':[]"))));
    Projects.Tenant into = projects.create("browsers again");
    projects.channel(into, "apns");
    projects.channel(into, "web_push");
    Path all = file(lines.toArray(String[]::new));

    for (int i = 0; i < 2; i++) {
      cli.run(command("import", into, all));
      assertEquals(lines, exported(into), "also the second time");
    }
    String before = stored("ann").toString();
    cli.run(command("import", tenant, all));
    assertEquals(before, stored("ann").toString(), "importing the same data changes nothing");
  }

  @Test
  void invalidLinesAreReportedAndCreateNoUser() throws IOException {
    Projects.Tenant into = projects.create("bad browsers");
    projects.channel(into, "web_push");
    projects.channel(into, "apns");
    Path bad =
        file(
            line("u1", "web_push", "'subscriptions':[{'identifier':'Secret Name','settings':{}}]"),
            line("u2", "web_push", "'subscriptions':[{'identifier':'SecretName','settings':{}}]"),
            line("u3", "apns", "'subscriptions':" + list("SecretName=1")),
            line("u4", "web_push", "'settings':{'device_tokens':['SecretToken']}"),
            line("u5", "web_push", "'subscriptions':[],'settings':{}"),
            line("u6", "web_push", "'subscriptions':{}"),
            line("ok", "web_push", "'subscriptions':" + list("fine=1")));

    String message = cli.runExpecting(1, command("import", into, bad));

    assertFalse(message.contains("Secret"), message);
    for (String expected :
        List.of(
            "Line 1 is refused: subscriptions[0].identifier ",
            "Line 2 is refused: subscriptions[0].settings.auth is required",
            "Line 3 is refused: subscriptions is not supported",
            "Line 4 is refused: settings is not supported",
            "Line 5 needs ",
            "Line 6 needs ")) {
      assertTrue(message.contains(expected), message);
    }
    assertEquals(
        "1",
        server.query("SELECT COUNT(*) FROM users WHERE project_id = " + ManyUsers.sql(into.id())));
    assertEquals(1, exported(into).size());
  }
}
