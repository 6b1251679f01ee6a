package com.notiflows.contract;

import static com.notiflows.contract.Replays.HEADER;
import static com.notiflows.contract.Replays.assertInProgress;
import static com.notiflows.contract.Replays.assertReplay;
import static com.notiflows.contract.Replays.assertReused;
import static com.notiflows.contract.Replays.first;
import static com.notiflows.contract.Replays.isReplay;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.f4b6a3.ulid.Ulid;
import com.notiflows.server.spec.BundledSpec;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Matching, scope and lifetime of idempotency keys. */
class IdempotencyIT {

  private static final String KEY = "stainless-python-retry-2f3c8c0e-8b7c-4a36-9d3f-3f8a0c1c7b11";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("idempotency");
  private final UUID apns = projects.channel(tenant, "apns");
  private final UUID ann = projects.user(tenant, "ann");
  private final String path = settingsOf("ann", apns);

  IdempotencyIT() {
    projects.user(tenant, "bob");
    SignedIn.trustedBy(tenant.id(), server);
  }

  private Request put(String target, String token) {
    return tenant.put(target, Json.deviceTokens(token)).header(HEADER, KEY);
  }

  private Request signedIn(String user, String method, String target) {
    return Request.of(method, target)
        .header("x-notiflows-api-key", tenant.publicKey())
        .header("x-notiflows-user-key", SignedIn.token(user));
  }

  private Request signedIn(String user, String token) {
    return signedIn(user, "PUT", "/user/channels/" + apns + "/settings")
        .header(HEADER, KEY)
        .json(Json.deviceTokens(token));
  }

  private String tokens(String target) {
    Answer answer = server.send(tenant.request("GET", target)).expect(200);
    return answer.json().at("/settings/device_tokens").toString();
  }

  private String countKeys(String condition) {
    return server.query(
        "SELECT COUNT(*) FROM idempotency_keys WHERE project_id = "
            + HeldUser.hex(tenant.id())
            + " AND "
            + condition);
  }

  @Test
  void replayOfACreateKeepsStatus201() {
    Request create = tenant.put("/admin/users/eve", "{}").header(HEADER, KEY);

    Answer created = first(server.send(create)).expect(201);

    assertReplay(created, server.send(create));
    server.send(tenant.put("/admin/users/eve", "{}")).expect(200);
  }

  @Test
  void replayReturnsTheOriginalResponse() {
    Answer one = first(server.send(put(path, "one")));
    server.send(tenant.put(path, Json.deviceTokens("two"))).expect(200);

    assertReplay(one, server.send(put(path, "one")));
    assertEquals(Json.array("two"), tokens(path));
  }

  @Test
  void equivalentRequestsAreReplayed() {
    Answer one = first(server.send(put(path, "one")));
    String wide = Json.of("{ 'settings' : {\n'device_tokens': [ '\\u006fne' ] } }");

    assertReplay(one, server.send(tenant.put(path, wide).header(HEADER, KEY)));
    String alias = settingsOf("%61nn", Ulid.from(apns)).replace("/admin/", "/admin/v1/");
    assertReplay(one, server.send(put(alias, "one")));
    assertReplay(one, server.send(put(settingsOf("ann", Ulid.from(apns)), "one")));
    assertReplay(one, server.send(put(path + "?any=thing", "one")));
  }

  @Test
  void keyReusedForAnotherRequestIsRejected() {
    Answer one = first(server.send(put(path, "one")));
    String tag = one.headers().get("etag");

    assertReused(server.send(put(path, "two")), KEY);
    assertReused(server.send(put(path, "one").header("If-Match", tag)), KEY);
    assertReused(server.send(put(path, "one").header("If-None-Match", "*")), KEY);
    assertEquals(Json.array("one"), tokens(path));
    assertReplay(one, server.send(put(path, "one")));

    Request delete = tenant.request("DELETE", path).header(HEADER, KEY);
    first(server.send(delete.header("If-Match", tag))).expect(204);
    assertReused(server.send(delete), KEY);
  }

  @Test
  void keyIsScopedToMethodAndPath() {
    UUID fcm = projects.channel(tenant, "fcm");
    first(server.send(put(path, "one")));

    first(server.send(put(settingsOf("ann", fcm), "two")));
    first(server.send(put(settingsOf("bob", apns), "three")));
    first(server.send(tenant.put("/admin/users/ann", "{}").header(HEADER, KEY)));
    Request patch = tenant.request("PATCH", path).json(added("four"));
    first(server.send(patch.header(HEADER, KEY)));
    assertEquals(Json.array("one", "four"), tokens(path));
    first(server.send(tenant.request("DELETE", path).header(HEADER, KEY)));
    first(server.send(tenant.request("DELETE", settingsOf("ann", fcm)).header(HEADER, KEY)));
  }

  @Test
  void keyIsScopedToProjectAndUser() {
    Projects.Tenant other = projects.create("other");
    projects.channel(other, "apns", apns);
    projects.user(other, "ann");
    first(server.send(put(path, "admin")));

    Answer theirs =
        first(
            server
                .send(other.put(path, Json.deviceTokens("theirs")).header(HEADER, KEY))
                .expect(200));
    Answer anns = first(server.send(signedIn("ann", "anns")));
    Answer bobs = first(server.send(signedIn("bob", "bobs")));

    assertNotEquals(anns.body(), bobs.body());
    assertNotEquals(theirs.body(), anns.body());
    assertReplay(anns, server.send(signedIn("ann", "anns")));
    assertReplay(bobs, server.send(signedIn("bob", "bobs")));
    assertReused(server.send(signedIn("bob", "anns")), KEY);
  }

  @Test
  void errorsAreNotStored() {
    Request delete = tenant.request("DELETE", path).header(HEADER, KEY);
    server.send(delete).expect(404, "not_found");
    server.send(put(path, " ")).expect(422, "validation_failed");
    server.send(put(path, "one").header("If-Match", "*")).expect(412);
    server.send(tenant.put(path, "{").header(HEADER, KEY)).expect(400);
    assertEquals("0", countKeys("TRUE"));

    Answer one = first(server.send(put(path, "one")));
    server.send(put(path, " ")).expect(409, "conflict");
    first(server.send(delete)).expect(204);
    assertReplay(one, server.send(put(path, "one")));
    server.send(tenant.request("GET", path)).expect(404);
  }

  @Test
  void revokedSecretKeyGetsNoReplay() {
    first(server.send(put(path, "one")));
    projects.revoke(tenant, tenant.secretKeyId());

    server.send(put(path, "one")).expect(401, "unauthenticated").detail("reason", "revoked");
  }

  @Test
  void differentRequestDuringTheFirstReturnsInProgress() throws Exception {
    first(server.send(tenant.put(path, Json.deviceTokens("before"))));
    CompletableFuture<Answer> slow;
    try (HeldUser held = HeldUser.hold(server, tenant.id(), ann)) {
      slow = CompletableFuture.supplyAsync(() -> server.send(put(path, "one")));
      held.awaitWriter();
      assertInProgress(server.send(put(path, "two")));
      first(server.send(put(settingsOf("bob", apns), "two")));
    }
    first(slow.get());
    assertReused(server.send(put(path, "two")), KEY);
  }

  @Test
  void concurrentRepeatsWriteOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      String user = "/admin/users/crowd-" + round;
      Request create = tenant.put(user, Json.of("{'first_name':'C'}")).header(HEADER, KEY);

      List<Answer> answers = Concurrently.run(32, i -> server.send(create));

      assertEquals(
          1, answers.stream().filter(a -> a.status() == 201 && !isReplay(a)).count(), "writes");
      Answer written = answers.stream().filter(a -> a.status() == 201).findFirst().orElseThrow();
      for (Answer answer : answers) {
        if (answer.status() == 409) {
          assertInProgress(answer);
        } else {
          assertEquals(written.body(), answer.expect(201).body());
        }
      }
      Answer later = server.send(create);
      assertTrue(isReplay(later), later::toString);
      assertEquals(written.body(), later.body());
    }
  }

  @Test
  void concurrentFailingRepeatsReturnTheError() throws Exception {
    Request bad = put(settingsOf("nobody", apns), "one");

    List<Answer> answers = Concurrently.run(32, i -> server.send(bad));

    answers.forEach(a -> assertTrue(Set.of(404, 409).contains(a.status()), a::body));
    server.send(bad).expect(404).detail("resource", "user");
    assertEquals("0", countKeys("TRUE"));
  }

  @Test
  void concurrentPatchesWithDifferentKeysAllSucceed() throws Exception {
    List<Answer> answers =
        Concurrently.run(
            16,
            i -> {
              Answer last = null;
              for (int n = 0; n < 8; n++) {
                String change = added("t" + i + "-" + n % 4);
                Request patch = Replays.keyed(tenant.request("PATCH", path).json(change));
                last = first(server.send(patch));
              }
              return last;
            });

    assertEquals(16, answers.size());
    assertEquals(16 * 4, tokens(path).split(",").length);
  }

  @Test
  void concurrentCreatesWithDifferentKeysAllSucceed() throws Exception {
    for (int round = 0; round < 5; round++) {
      String user = "/admin/users/race-" + round;
      List<Answer> users =
          Concurrently.run(32, i -> server.send(Replays.keyed(tenant.put(user, "{}"))));
      users.forEach(a -> assertTrue(Set.of(200, 201).contains(a.status()), a::body));
      assertEquals(1, users.stream().filter(a -> a.status() == 201).count());

      Request add = tenant.request("PATCH", settingsOf("race-" + round, apns));
      Concurrently.run(32, i -> server.send(Replays.keyed(add.json(added("t" + i)))).expect(200));
      assertEquals(32, tokens(settingsOf("race-" + round, apns)).split(",").length);
    }
  }

  private static String added(String token) {
    return Json.of("{'device_tokens':{'add':['%s']}}", token);
  }

  @Test
  void concurrentUserAndSettingsWritesDoNotDeadlock() throws Exception {
    UUID webPush = projects.channel(tenant, "web_push");
    String subscription =
        """
        {
          "identifier": "%d",
          "settings": {"endpoint": "https://push.example.com/1", "p256dh": "%s", "auth": "%s"}
        }
        """;
    String update =
        """
        {
          "first_name": "%d",
          "channel_settings": [
            {"channel_id": "%s", "settings": {"device_tokens": ["u%1$d"]}}
          ]
        }
        """;
    Concurrently.run(
        24,
        i -> {
          for (int n = 0; n < 8; n++) {
            int id = i * 8 + n;
            Request request =
                switch (i % 4) {
                  case 0 -> tenant.put("/admin/users/ann", update.formatted(id, apns));
                  case 1 -> tenant.put(path, Json.deviceTokens("p" + id));
                  case 2 -> tenant.request("PATCH", path).json(added("a" + n));
                  default ->
                      signedIn("ann", "POST", "/user/channels/" + webPush + "/subscriptions")
                          .json(subscription.formatted(id, "B".repeat(87), "A".repeat(22)));
                };
            first(server.send(Replays.keyed(request)));
          }
          return i;
        });
  }

  @Test
  void keysExpireAfterADay() {
    Request create = tenant.put("/admin/users/eve", "{}").header(HEADER, KEY);
    Answer created = first(server.send(create)).expect(201);
    age("86300");
    assertReplay(created, server.send(create));

    age("100");
    Answer again = first(server.send(create)).expect(200);
    assertReplay(again, server.send(create));

    age("86400");
    first(
        server.send(
            tenant.put("/admin/users/eve", Json.of("{'email':'e@x.io'}")).header(HEADER, KEY)));
    assertEquals("1", countKeys("TRUE"));
  }

  /** Makes the keys of the project older. */
  private void age(String seconds) {
    String project = HeldUser.hex(tenant.id());
    server.sql(
        "UPDATE idempotency_keys SET created_at = created_at - INTERVAL "
            + (seconds + " SECOND WHERE project_id = " + project));
  }

  @Test
  void deletingAUserDeletesStoredResponses() {
    first(server.send(put(path, "one")));
    first(server.send(signedIn("ann", "two")));
    first(server.send(tenant.put("/admin/users/ann", "{}").header(HEADER, KEY)));
    first(server.send(tenant.put("/admin/users/eve", "{}").header(HEADER, KEY))).expect(201);
    assertEquals("4", countKeys("body IS NOT NULL AND user_id IS NOT NULL"));
    Request delete = tenant.request("DELETE", "/admin/users/ann").header(HEADER, KEY);

    Answer gone = first(server.send(delete)).expect(204);

    assertEquals("1", countKeys("body IS NOT NULL"));
    assertReplay(gone, server.send(delete));
    server.send(put(path, "one")).expect(404).detail("resource", "user");
    projects.user(tenant, "ann");
    first(server.send(put(path, "one")));
  }

  @Test
  void deletingAUserDuringWritesLeavesNoStoredResponses() throws Exception {
    for (int round = 0; round < 10; round++) {
      server.send(tenant.put("/admin/users/churn", "{}"));
      String target = settingsOf("churn", apns);
      server.send(tenant.put(target, Json.deviceTokens("same"))).expect(200);
      List<Answer> answers =
          Concurrently.run(
              8,
              i ->
                  i == 0
                      ? server.send(tenant.request("DELETE", "/admin/users/churn")).expect(204)
                      : server.send(
                          Replays.keyed(
                              tenant.put(
                                  target, Json.deviceTokens(i % 2 == 0 ? "same" : "t" + i)))));

      answers.forEach(a -> assertTrue(Set.of(200, 204, 404).contains(a.status()), a::body));
      assertEquals("0", countKeys("body IS NOT NULL"));
    }
  }
}
