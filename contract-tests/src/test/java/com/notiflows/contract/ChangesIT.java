package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.app.Components;
import com.notiflows.server.embedded.Patience;
import com.notiflows.server.spec.BundledSpec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every write that changes something is followed by its change. */
@Timeout(120)
class ChangesIT {

  private static final String SLACK = "{'settings':{'slack_user_id':'%s'}}";

  private final TestServer server = TestServer.get();
  private final BundledSpec spec = BundledSpec.load();
  private final Projects projects = new Projects(spec);
  private final Tenant tenant = projects.create("changes");
  private final UUID apns = projects.channel(tenant, "apns");
  private final UUID slack = projects.channel(tenant, "slack");
  private final UUID webPush = projects.channel(tenant, "web_push");

  private Answer write(String method, String target, String json) {
    return server.send(tenant.request(method, target).json(json).header("x-request-id", "r-1"));
  }

  private JsonNode changes(String query) {
    return server.send(tenant.request("GET", "/admin/changes" + query)).expect(200).json();
  }

  private List<JsonNode> all() {
    return new ChangeReader(tenant, 0).readAll(server.wire()).items();
  }

  private List<String> types() {
    return all().stream().map(item -> item.path("type").asText()).toList();
  }

  private JsonNode last() {
    List<JsonNode> all = all();
    return all.get(all.size() - 1);
  }

  private void createUsers() {
    write("PUT", "/admin/users/ann", "{}").expect(201);
    write("PUT", "/admin/users/bob", "{}").expect(201);
  }

  private void reportDead(String token) {
    write(
            "POST",
            "/admin/channels/" + apns + "/token-feedback",
            Json.of(
                "{'items':[{'device_token':'%s','outcome':'invalid','occurred_at':"
                    + "'2099-01-01T00:00:00Z'}]}",
                token))
        .expect(200);
  }

  @Test
  void profileHasTheNamesOfItsFieldsOnly() {
    String id =
        write("PUT", "/admin/users/ann", "{\"email\":\"ann@example.com\"}")
            .expect(201)
            .json()
            .path("id")
            .asText();
    write("PUT", "/admin/users/ann", "{\"first_name\":\"Ann\"}").expect(200);

    List<JsonNode> all = all();

    assertEquals(List.of("set", "set"), types());
    JsonNode created = all.get(0);
    assertFalse(created.has("before") || created.has("channel_id"), created::toString);
    assertEquals("[\"email\"]", created.at("/after/fields").toString());
    assertEquals("ann", created.path("external_id").asText());
    assertEquals(id, created.path("user_id").asText());
    assertEquals("r-1", created.path("request_id").asText());
    assertEquals("secret_key", created.at("/actor/type").asText());
    assertEquals(tenant.secretKeyId().toString(), created.at("/actor/key_id").asText());
    assertEquals("[\"email\",\"first_name\"]", all.get(1).at("/after/fields").toString());
    assertFalse(all.toString().contains("example.com"), all::toString);
  }

  @Test
  void tokenThatMovesIsOneChangeOfEachUser() {
    createUsers();
    write("PUT", settingsOf("ann", apns), Json.deviceTokens("phone-token")).expect(200);
    write("PUT", settingsOf("bob", apns), Json.deviceTokens("phone-token")).expect(200);

    List<JsonNode> all = all();

    assertEquals(5, all.size());
    JsonNode set = all.get(2);
    assertEquals("ann", set.path("external_id").asText());
    assertEquals(1, set.at("/after/endpoints").size());
    JsonNode moved = all.get(3).path("type").asText().equals("moved") ? all.get(3) : all.get(4);
    JsonNode gained = moved == all.get(3) ? all.get(4) : all.get(3);
    assertEquals("moved", moved.path("type").asText());
    assertEquals("ann", moved.path("external_id").asText());
    assertEquals(set.get("after"), moved.get("before"));
    assertEquals(0, moved.at("/after/endpoints").size());
    assertEquals("bob", gained.path("external_id").asText());
    assertEquals(set.at("/after/endpoints"), gained.at("/after/endpoints"));
    assertEquals(apns.toString(), gained.path("channel_id").asText());
    assertFalse(all.toString().contains("phone-token"), all::toString);
  }

  @Test
  void endpointsAreRetiredAndRestored() {
    createUsers();
    write("PUT", settingsOf("ann", apns), Json.deviceTokens("a", "b")).expect(200);
    reportDead("a");
    assertEquals("retired", last().path("type").asText());
    assertEquals(1, last().at("/after/endpoints").size());

    write(
            "POST",
            "/admin/channels/" + apns + "/token-restore",
            Json.of("{'device_token':'%s'}", "a"))
        .expect(200);

    assertEquals("restored", last().path("type").asText());
    assertEquals(2, last().at("/after/endpoints").size());
  }

  @Test
  void settingsAreSetAndDeletedAndUsersErased() {
    createUsers();
    write("PUT", settingsOf("ann", slack), Json.of(SLACK, "U1")).expect(200);
    assertEquals("[\"slack_user_id\"]", last().at("/after/fields").toString());
    server.send(tenant.request("DELETE", settingsOf("ann", slack))).expect(204);
    assertEquals("deleted", last().path("type").asText());
    assertFalse(last().has("after"));
    server.send(tenant.request("DELETE", "/admin/users/ann")).expect(204);

    assertEquals(List.of("set", "set", "set", "deleted", "erased"), types());
    for (JsonNode item : all()) {
      boolean isOfBob = item.path("external_id").asText().equals("bob");
      assertEquals(isOfBob, item.has("after"), item::toString);
      assertEquals(isOfBob, item.has("external_id"), item::toString);
    }
    assertEquals(all().get(0).path("user_id"), last().path("user_id"));
  }

  @Test
  void subscriptionsAndBulkWritesAreFollowedByTheirChanges() {
    createUsers();
    write(
            "POST",
            "/admin/channel-settings/bulk",
            Json.of(
                "{'mode':'partial','items':["
                    + "{'user_id':'ann','channel_id':'%1$s','subscriptions':[{'identifier':'x',"
                    + "'settings':{'endpoint':'https://push.example.com/x','p256dh':'%2$s',"
                    + "'auth':'%3$s'}}]},"
                    + "{'user_id':'nobody','channel_id':'%4$s','settings':{'slack_user_id':'U'}},"
                    + "{'user_id':'bob','channel_id':'%4$s','settings':{'slack_user_id':'U'}}]}",
                webPush, "B".repeat(87), "A".repeat(22), slack))
        .expect(200);

    assertEquals(List.of("set", "set", "set", "set"), types());
    assertEquals(webPush.toString(), all().get(2).path("channel_id").asText());
    assertEquals(1, all().get(2).at("/after/endpoints").size());
    assertEquals("bob", last().path("external_id").asText());
  }

  @Test
  void writesThatChangeNothingAreNotThere() {
    createUsers();
    Request put = tenant.put(settingsOf("ann", apns), Json.deviceTokens("a"));
    Request keyed = Replays.keyed(put);
    server.send(keyed).expect(200);
    int before = all().size();

    server.send(keyed).expect(200);
    server.send(put).expect(200);
    write("PUT", settingsOf("ann", slack), Json.of(SLACK, "")).expect(422);
    write("PUT", "/admin/users/ann", "{}").expect(200);
    write(
        "POST",
        "/admin/channel-settings/bulk",
        Json.of(
            "{'mode':'atomic','items':["
                + "{'user_id':'ann','channel_id':'%1$s','settings':{'slack_user_id':'U'}},"
                + "{'user_id':'nobody','channel_id':'%1$s','settings':{'slack_user_id':'U'}}]}",
            slack));

    assertEquals(before, all().size(), () -> all().toString());
  }

  @Test
  void authorsWithoutSecretKeyAreNamed() {
    SignedIn.trustedBy(tenant.id(), server);
    new CommandLineRun(server.environment())
        .run("users", "create", "--project", tenant.id(), "ann");
    assertEquals("{\"type\":\"command_line\"}", last().path("actor").toString());
    assertFalse(last().has("request_id"));

    server
        .send(
            Request.of("PUT", "/user/channels/" + apns + "/settings")
                .header("x-notiflows-api-key", tenant.publicKey())
                .header("x-notiflows-user-key", SignedIn.token("ann"))
                .json(Json.deviceTokens("a")))
        .expect(200);

    assertEquals("{\"type\":\"signed_in_user\"}", last().path("actor").toString());
  }

  @Test
  void pagesFollowEachOther() {
    assertEquals(0, changes("").path("next").asLong());
    assertEquals(0, changes("?after=0").path("items").size());
    for (int i = 0; i < 5; i++) {
      write("PUT", "/admin/users/u" + i, "{}").expect(201);
    }

    JsonNode first = changes("?after=0&limit=2");
    assertEquals(2, first.path("items").size());
    assertTrue(first.path("has_more").asBoolean());
    JsonNode rest = changes("?after=" + first.path("next").asLong() + "&limit=3");

    assertEquals(3, rest.path("items").size());
    assertFalse(rest.path("has_more").asBoolean());
    assertEquals(5, rest.path("next").asLong());
    JsonNode position = changes("");
    assertEquals(5, position.path("next").asLong());
    assertEquals(0, position.path("items").size());
  }

  @Test
  void unknownPositionIsNotFound() {
    createUsers();

    JsonNode error =
        server.send(tenant.request("GET", "/admin/changes?after=3")).expect(404).error();

    assertEquals("{\"id\":\"3\",\"resource\":\"change\"}", error.path("details").toString());
    server.send(tenant.request("GET", "/admin/changes?after=-1")).expect(400, "bad_request");
    server
        .send(tenant.request("GET", "/admin/changes?after=9007199254740992"))
        .expect(400, "bad_request");
  }

  @Test
  void otherProjectsHaveTheirOwnPositions() {
    createUsers();
    Tenant other = projects.create("changes-2");

    JsonNode page = server.send(other.request("GET", "/admin/changes?after=0")).expect(200).json();

    assertEquals(0, page.path("items").size());
    assertEquals(0, page.path("next").asLong());
  }

  @Test
  void waitsForTheNextChange() throws Exception {
    createUsers();
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> server.send(tenant.request("GET", "/admin/changes?after=2&wait_seconds=20")));
    assertTrue(
        Patience.until(
            Duration.ofSeconds(30), () -> server.components().services().readers().count() > 0));
    assertFalse(waiting.isDone());

    write("PUT", settingsOf("ann", apns), Json.deviceTokens("a")).expect(200);

    JsonNode page = waiting.get(60, TimeUnit.SECONDS).expect(200).json();
    assertEquals(3, page.path("next").asLong());
    assertEquals(1, page.path("items").size());
  }

  @Test
  void waitingEndsWithoutAChange() {
    createUsers();
    long start = System.nanoTime();

    JsonNode page = changes("?after=2&wait_seconds=1");

    assertEquals(0, page.path("items").size());
    assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
    assertEquals(0, server.components().services().readers().count());
  }

  @Test
  void oldChangesAreDeletedAndTheirReadersStartAgain() {
    for (int i = 0; i < 3; i++) {
      write("PUT", "/admin/users/u" + i, "{}").expect(201);
    }
    String where = " WHERE project_id = " + HeldUser.hex(tenant.id());
    server.sql(
        "UPDATE changes SET changed_at = changed_at - INTERVAL 91 DAY"
            + where
            + " AND position < 3");

    try (Components components = server.components(spec, Duration.ofMillis(50))) {
      TestServer.prepare(components);
      components.availability().serving();
      assertTrue(
          Patience.until(
              Duration.ofSeconds(60),
              () -> server.query("SELECT removed FROM change_heads" + where).equals("2")));
    }

    assertEquals(1, changes("?after=2").path("items").size());
    assertEquals("1", server.query("SELECT COUNT(*) FROM changes" + where));
    for (int old : List.of(0, 1)) {
      JsonNode error =
          server.send(tenant.request("GET", "/admin/changes?after=" + old)).expect(404).error();
      assertEquals("change", error.at("/details/resource").asText());
    }
  }
}
