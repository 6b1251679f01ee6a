package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device token belongs to one user at a time, unless the channel shares tokens. */
class TokenOwnershipIT {

  private static final String MOVED = "x-tokens-moved";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("ownership");
  private final UUID apns = projects.channel(tenant, "apns");
  private final UUID shared = projects.sharedChannel(tenant, "fcm");

  @BeforeEach
  void createUsers() {
    projects.user(tenant, "ann");
    projects.user(tenant, "bob");
  }

  private Answer put(String user, UUID channel, String... tokens) {
    return server
        .send(tenant.put(settingsOf(user, channel), Json.deviceTokens(tokens)))
        .expect(200);
  }

  private Answer patch(String user, UUID channel, String changes) {
    String json = Json.of("{'device_tokens':" + changes + "}");
    return server.send(tenant.request("PATCH", settingsOf(user, channel)).json(json));
  }

  private Answer read(String user, UUID channel) {
    return server.send(tenant.request("GET", settingsOf(user, channel)));
  }

  private List<String> tokens(String user, UUID channel) {
    Answer answer = read(user, channel);
    List<String> tokens = new ArrayList<>();
    if (answer.status() != 404) {
      JsonNode list = answer.expect(200).json().at("/settings/device_tokens");
      list.forEach(token -> tokens.add(token.asText()));
    }
    return tokens;
  }

  private Answer lookUp(UUID channel, String token) {
    return server.send(
        tenant
            .request("POST", "/admin/channels/" + channel + "/token-lookup")
            .json(Json.of("{'device_token':'%s'}", token)));
  }

  private List<String> owners(UUID channel, String token) {
    List<String> owners = new ArrayList<>();
    lookUp(channel, token)
        .expect(200)
        .json()
        .path("items")
        .forEach(owner -> owners.add(owner.path("external_id").asText()));
    return owners;
  }

  private static String moved(Answer answer) {
    return answer.headers().get(MOVED);
  }

  @Test
  void tokenMovesToTheNewUser() {
    Answer before = put("ann", apns, "phone", "tablet", "watch");
    assertNull(moved(before));

    Answer taken = put("bob", apns, "tablet", "own", "phone");

    assertEquals("2", moved(taken));
    assertEquals(List.of("tablet", "own", "phone"), tokens("bob", apns));
    assertEquals(List.of("watch"), tokens("ann", apns));
    JsonNode left = read("ann", apns).json();
    assertEquals(before.json().path("created_at"), left.path("created_at"));
    assertEquals(taken.json().path("updated_at"), left.path("updated_at"));
    assertEquals(List.of("bob"), owners(apns, "phone"));
    assertEquals(List.of("ann"), owners(apns, "watch"));
    assertNull(moved(put("bob", apns, "tablet", "own", "phone")), "they are bob's already");
    assertNull(moved(put("bob", apns, "phone")));
    assertEquals(List.of(), owners(apns, "own"));
  }

  @Test
  void movingTheLastTokenLeavesAnEmptyList() {
    put("ann", apns, "phone");

    assertEquals("1", moved(patch("bob", apns, "{'add':['phone']}").expect(200)));

    assertEquals("[]", read("ann", apns).expect(200).json().at("/settings/device_tokens") + "");
    assertEquals("1", moved(patch("ann", apns, "{'replace':[{'from':'x','to':'phone'}]}")));
    assertEquals("[]", read("bob", apns).expect(200).json().at("/settings/device_tokens") + "");
    assertNull(moved(patch("bob", apns, "{'remove':['phone']}").expect(200)));
    assertEquals(List.of("ann"), owners(apns, "phone"));
  }

  @Test
  void oneWriteTakesTokensOfSeveralUsers() {
    projects.user(tenant, "eve");
    put("ann", apns, "a1", "a2");
    put("bob", apns, "b1");

    Answer answer = put("eve", apns, "b1", "new", "a2");

    assertEquals("2", moved(answer));
    assertEquals(List.of("a1"), tokens("ann", apns));
    assertEquals(List.of(), tokens("bob", apns));
  }

  @Test
  void userUpsertMovesTokens() {
    UUID fcm = projects.channel(tenant, "fcm");
    put("ann", apns, "phone");
    put("ann", fcm, "phone", "pixel");
    String settings =
        """
        {"channel_settings": [
          {"channel_id": "%s", "settings": {"device_tokens": ["phone"]}},
          {"channel_id": "%s", "settings": {"device_tokens": ["pixel"]}}
        ]}
        """
            .formatted(apns, fcm);

    Answer old = server.send(tenant.put("/admin/users/bob", settings)).expect(200);
    assertEquals("2", moved(old));
    Answer fresh = server.send(tenant.put("/admin/users/fresh", settings)).expect(201);
    assertEquals("2", moved(fresh));

    assertEquals(List.of(), tokens("ann", apns));
    assertEquals(List.of("phone"), tokens("ann", fcm), "the token stays on the other channel");
    assertEquals(List.of("fresh"), owners(fcm, "pixel"));
    assertNull(moved(server.send(tenant.put("/admin/users/fresh", settings)).expect(200)));
  }

  @Test
  void userApiMovesTokens() {
    SignedIn.trustedBy(tenant.id(), server);
    put("ann", apns, "phone");
    Request own =
        Request.of("PUT", "/user/channels/" + apns + "/settings")
            .header("x-notiflows-api-key", tenant.publicKey())
            .header("x-notiflows-user-key", SignedIn.token("bob"));

    assertEquals("1", moved(server.send(own.json(Json.deviceTokens("phone"))).expect(200)));

    assertEquals(List.of("bob"), owners(apns, "phone"));
  }

  @Test
  void tokensDoNotMoveBetweenChannelsOrProjects() {
    UUID fcm = projects.channel(tenant, "fcm");
    Projects.Tenant other = projects.create("others");
    projects.channel(other, "apns", apns);
    projects.user(other, "ann");
    put("ann", apns, "phone");

    assertNull(moved(put("bob", fcm, "phone")));
    assertNull(
        moved(
            server
                .send(other.put(settingsOf("ann", apns), Json.deviceTokens("phone")))
                .expect(200)));

    assertEquals(List.of("phone"), tokens("ann", apns));
    assertEquals(List.of("ann"), owners(apns, "phone"));
    assertEquals(1, lookUp(apns, "phone").json().path("items").size());
  }

  @Test
  void sharedChannelAllowsSeveralOwners() {
    put("bob", shared, "phone");
    put("ann", shared, "phone", "tablet");
    assertNull(moved(patch("bob", shared, "{'add':['tablet']}").expect(200)));

    assertEquals(List.of("phone", "tablet"), tokens("ann", shared));
    assertEquals(List.of("ann", "bob"), owners(shared, "phone"), "ann was created first");
    assertEquals(
        "shared",
        server
            .send(tenant.request("GET", "/admin/channels/" + shared))
            .expect(200)
            .json()
            .path("token_ownership")
            .asText());
    patch("ann", shared, "{'remove':['phone']}").expect(200);
    assertEquals(List.of("bob"), owners(shared, "phone"));
  }

  @Test
  void deletedUsersAndSettingsOwnNoTokens() {
    put("ann", apns, "phone");
    put("bob", apns, "tablet");

    server.send(tenant.request("DELETE", settingsOf("ann", apns))).expect(204);
    server.send(tenant.request("DELETE", "/admin/users/bob")).expect(204);

    assertEquals(List.of(), owners(apns, "phone"));
    assertEquals(List.of(), owners(apns, "tablet"));
    assertNull(moved(put("ann", apns, "phone", "tablet")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "smtp", "web_push"})
  void rejectsLookUpForOtherProviders(String provider) {
    Answer answer = lookUp(projects.channel(tenant, provider), "phone").expect(422);

    assertEquals(List.of("device_token wrong_provider"), answer.violations());
  }

  @Test
  void lookUpReportsErrors() {
    lookUp(UUID.randomUUID(), "phone").expect(404).detail("resource", "channel");
    assertEquals(List.of("device_token too_short"), lookUp(apns, "").expect(422).violations());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void concurrentRegistrationsLeaveOneOwner(int phones) throws Exception {
    int users = 16;
    for (int i = 0; i < users; i++) {
      projects.user(tenant, "racer-" + i);
    }
    Concurrently.run(
        users,
        i -> {
          Random random = new Random(i);
          for (int round = 0; round < 8; round++) {
            String token = "phone-" + random.nextInt(phones);
            Answer answer =
                switch (random.nextInt(4)) {
                  case 0 -> put("racer-" + i, apns, token, "own-" + i);
                  case 1 ->
                      patch(
                          "racer-" + i, apns, "{'remove':['" + token + "'],'add':['z" + i + "']}");
                  default -> patch("racer-" + i, apns, "{'add':['" + token + "']}");
                };
            answer.expect(200);
          }
          return patch("racer-" + i, apns, "{'add':['phone-0']}").expect(200);
        });

    for (int phone = 0; phone < phones; phone++) {
      String token = "phone-" + phone;
      Set<String> owners = new TreeSet<>();
      for (int i = 0; i < users; i++) {
        if (tokens("racer-" + i, apns).contains(token)) {
          owners.add("racer-" + i);
        }
      }
      assertTrue(phone > 0 ? owners.size() <= 1 : owners.size() == 1, owners::toString);
      assertEquals(List.copyOf(owners), owners(apns, token));
    }
  }

  @Test
  void concurrentSwapsLeaveBothTokensWithOneUser() throws Exception {
    for (int round = 0; round < 15; round++) {
      put("ann", apns, "a-" + round);
      put("bob", apns, "b-" + round);
      int now = round;

      List<Answer> answers =
          Concurrently.run(
              2,
              i ->
                  i == 0
                      ? put("ann", apns, "a-" + now, "b-" + now)
                      : put("bob", apns, "b-" + now, "a-" + now));

      answers.forEach(answer -> answer.expect(200));
      List<String> ann = tokens("ann", apns);
      assertEquals(ann.isEmpty() ? 2 : 0, tokens("bob", apns).size(), ann::toString);
      assertNotEquals(1, ann.size());
    }
  }
}
