package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.endpoints.EndpointExpiry;
import com.notiflows.server.spec.BundledSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feedback of senders about device tokens: retirement, quarantine, restore and expiry. */
class TokenFeedbackIT {

  private static final String BEFORE = "2020-01-01T00:00:00Z";
  private static final String LATER = "2099-01-01T00:00:00Z";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("feedback");
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

  private void patch(String user, String body) {
    server.send(tenant.request("PATCH", settingsOf(user, apns)).json(Json.of(body))).expect(200);
  }

  private static String report(String token, String outcome, String occurredAt) {
    return Json.of(
        "{'device_token':'%s','outcome':'%s','occurred_at':'%s'}", token, outcome, occurredAt);
  }

  private Answer send(UUID channel, String... reports) {
    return server.send(
        tenant
            .request("POST", "/admin/channels/" + channel + "/token-feedback")
            .json(Json.of("{'items':[%s]}", String.join(",", reports))));
  }

  private String results(UUID channel, String... reports) {
    List<String> results = new ArrayList<>();
    send(channel, reports)
        .expect(200)
        .json()
        .path("items")
        .forEach(item -> results.add(item.path("result").asText()));
    return String.join(" ", results);
  }

  private Answer restore(UUID channel, String token) {
    return server.send(
        tenant
            .request("POST", "/admin/channels/" + channel + "/token-restore")
            .json(Json.of("{'device_token':'%s'}", token)));
  }

  private static String owners(Answer answer) {
    List<String> owners = new ArrayList<>();
    answer
        .expect(200)
        .json()
        .path("items")
        .forEach(owner -> owners.add(owner.path("external_id").asText()));
    return String.join(" ", owners);
  }

  private Answer read(String user, UUID channel) {
    return server.send(tenant.request("GET", settingsOf(user, channel) + "?include=devices"));
  }

  private String tokens(String user, UUID channel) {
    return read(user, channel).expect(200).json().at("/settings/device_tokens").toString();
  }

  @ParameterizedTest
  @CsvSource({"unregistered, retired, []", "invalid, retired, []"})
  void deadTokensAreRetired(String outcome, String result, String left) {
    Answer before = put("ann", apns, "t1");

    assertEquals(result, results(apns, report("t1", outcome, LATER)));

    Answer after = read("ann", apns).expect(200);
    assertEquals(left, after.json().at("/settings/device_tokens").toString());
    assertEquals(before.json().path("created_at"), after.json().path("created_at"));
    assertNotEquals(before.json().path("updated_at"), after.json().path("updated_at"));
    assertEquals("unknown", results(apns, report("t1", outcome, LATER)), "nobody has it now");
    assertEquals(after.body(), read("ann", apns).body());
    server.send(tenant.request("GET", settingsOf("bob", apns))).expect(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"environment_mismatch", "credential_error", "rate_limited", "x"})
  void otherOutcomesKeepTheToken(String outcome) {
    Answer before = put("ann", apns, "t1");

    assertEquals("kept", results(apns, report("t1", outcome, LATER)));

    assertEquals(before.body(), server.send(tenant.request("GET", settingsOf("ann", apns))).body());
  }

  @Test
  void tokensRegisteredSinceAreKept() {
    put("ann", apns, "t1", "t2");
    String between = read("ann", apns).json().at("/devices/1/last_seen_at").asText();
    put("ann", apns, "t1", "t2");
    patch("ann", "{'device_tokens':{'add':['t2']}}");

    assertEquals(
        "registered_since registered_since",
        results(apns, report("t1", "unregistered", BEFORE), report("t2", "unregistered", between)));

    assertEquals(Json.array("t1", "t2"), tokens("ann", apns));
    String last = read("ann", apns).json().at("/devices/0/last_seen_at").asText();
    assertEquals(
        "retired",
        results(apns, report("t1", "unregistered", last)),
        "seen exactly at the time of the report");
  }

  @Test
  void reportsAreIndependentOfEachOther() {
    put("ann", apns, "t1", "t2", "t3");
    put("bob", apns, "t4");

    assertEquals(
        "retired unknown kept registered_since retired retired",
        results(
            apns,
            report("t1", "unregistered", LATER),
            report("t9", "unregistered", LATER),
            report("t2", "rate_limited", LATER),
            report("t3", "invalid", BEFORE),
            report("t4", "invalid", LATER),
            report("t1", "invalid", BEFORE)));

    assertEquals(Json.array("t2", "t3"), tokens("ann", apns));
    assertEquals("[]", tokens("bob", apns));
  }

  @Test
  void sharedTokensAreRetiredPerUser() {
    put("ann", shared, "t1");
    String then = read("ann", shared).json().at("/devices/0/last_seen_at").asText();
    put("bob", shared, "t1");

    assertEquals("retired", results(shared, report("t1", "unregistered", then)));

    assertEquals("[]", tokens("ann", shared));
    assertEquals(Json.array("t1"), tokens("bob", shared), "registered after the report");
  }

  @Test
  void anotherProjectsTokenIsUnknown() {
    Projects.Tenant other = projects.create("others");
    projects.channel(other, "apns", apns);
    projects.user(other, "ann");
    put("ann", apns, "t1");

    Answer answer =
        server.send(
            other
                .request("POST", "/admin/channels/" + apns + "/token-feedback")
                .json(Json.of("{'items':[%s]}", report("t1", "unregistered", LATER))));

    assertEquals("unknown", answer.expect(200).json().at("/items/0/result").asText());
    assertEquals(Json.array("t1"), tokens("ann", apns));
  }

  @Test
  void restoreReturnsTokenAndMetadata() {
    patch("ann", "{'devices':[{'device_token':'t1','platform':'ios','installation_id':'i1'}]}");
    JsonNode before = read("ann", apns).json().at("/devices/0");
    assertEquals("retired", results(apns, report("t1", "unregistered", LATER)));

    assertEquals("ann", owners(restore(apns, "t1")));

    JsonNode after = read("ann", apns).json().at("/devices/0");
    assertEquals("ios", after.path("platform").asText());
    assertEquals("i1", after.path("installation_id").asText());
    assertEquals(before.path("first_seen_at"), after.path("first_seen_at"));
    assertTrue(
        before.path("last_seen_at").asText().compareTo(after.path("last_seen_at").asText()) < 0);
    assertEquals("ann", owners(restore(apns, "t1")), "the second time changes nothing");
    restore(apns, "t2").expect(404, "not_found").detail("resource", "device_token");
  }

  private void register(String token, String installation) {
    patch(
        "ann",
        "{'devices':[{'device_token':'%s','installation_id':'%s'}]}"
            .formatted(token, installation));
  }

  @Test
  void restoreDoesNotReplaceANewerTokenOfTheInstallation() {
    register("t1", "i1");
    results(apns, report("t1", "unregistered", LATER));
    register("t2", "i1");
    String before = read("ann", apns).body();

    assertEquals("", owners(restore(apns, "t1")), "the device already has t2");

    assertEquals(before, read("ann", apns).body());
    restore(apns, "t1").expect(404);
  }

  @Test
  void restoreKeepsTheTokenWithItsNewUser() {
    put("ann", apns, "t1");
    results(apns, report("t1", "unregistered", LATER));
    put("bob", apns, "t1");

    assertEquals("bob", owners(restore(apns, "t1")));

    assertEquals("[]", tokens("ann", apns));
  }

  @ParameterizedTest
  @CsvSource({"ann, bob", "bob, ann"})
  void restoreGivesTheTokenToItsLastUser(String first, String second) {
    put(first, apns, "t1");
    results(apns, report("t1", "unregistered", LATER));
    put(second, apns, "t1");
    results(apns, report("t1", "unregistered", LATER));

    assertEquals(second, owners(restore(apns, "t1")));

    assertEquals("[]", tokens(first, apns));
  }

  @Test
  void tokenRemovedSinceRetirementIsNotRestored() {
    put("ann", apns, "t1");
    results(apns, report("t1", "unregistered", LATER));
    put("ann", apns, "t1");
    patch("ann", "{'device_tokens':{'remove':['t1']}}");

    restore(apns, "t1").expect(404);

    assertEquals("[]", tokens("ann", apns));
  }

  @Test
  void sharedTokenIsRestoredForAllUsers() {
    put("ann", shared, "t1", "t2");
    put("bob", shared, "t1");
    results(shared, report("t1", "unregistered", LATER));
    put("bob", shared, "t1");

    assertEquals("ann bob", owners(restore(shared, "t1")));

    assertEquals(Json.array("t2", "t1"), tokens("ann", shared));
    assertEquals(Json.array("t1"), tokens("bob", shared));
  }

  @Test
  void removedTokensAreNotRestored() {
    put("ann", apns, "t1", "t2");
    put("bob", apns, "t3", "t4");
    results(apns, report("t1", "unregistered", LATER), report("t3", "unregistered", LATER));
    server.send(tenant.request("DELETE", settingsOf("ann", apns))).expect(204);
    patch("bob", "{'device_tokens':{'remove':['t3']}}");

    restore(apns, "t1").expect(404);
    restore(apns, "t3").expect(404);

    server.send(tenant.request("GET", settingsOf("ann", apns))).expect(404);
    assertEquals(Json.array("t4"), tokens("bob", apns));
  }

  @Test
  void restoreRespectsTheLimit() {
    put("ann", apns, "t1");
    results(apns, report("t1", "unregistered", LATER));
    String[] hundred = new String[100];
    for (int i = 0; i < hundred.length; i++) {
      hundred[i] = "full-" + i;
    }
    put("ann", apns, hundred);

    assertEquals(List.of("device_token too_many"), restore(apns, "t1").expect(422).violations());
    put("ann", apns, "t2");
    assertEquals("ann", owners(restore(apns, "t1")), "it is still in quarantine");
  }

  @Test
  void deletingAUserEmptiesTheirQuarantine() {
    put("ann", apns, "t1");
    results(apns, report("t1", "unregistered", LATER));
    server.send(tenant.request("DELETE", "/admin/users/ann")).expect(204);

    restore(apns, "t1").expect(404);
    assertEquals(
        "0",
        server.query(
            "SELECT COUNT(*) FROM endpoints WHERE retired_at IS NOT NULL AND project_id = "
                + ManyUsers.sql(tenant.id())));
  }

  private EndpointExpiry expiry() {
    return server.components().services().expiry();
  }

  private void age(String table, String column, int days, String where) {
    server.sql(
        "UPDATE %s SET %s = %s - INTERVAL %d DAY WHERE project_id = %s %s"
            .formatted(table, column, column, days, ManyUsers.sql(tenant.id()), where));
  }

  @Test
  void unseenTokensExpire() {
    put("ann", apns, "old", "young");
    age("endpoints", "last_seen_at", 271, "");
    put("bob", apns, "bobs");
    patch("ann", "{'device_tokens':{'add':['young']}}");
    age("endpoints", "last_seen_at", 269, "AND last_seen_at > NOW(6) - INTERVAL 1 DAY");

    expiry().retire();

    assertEquals(Json.array("young"), tokens("ann", apns));
    assertEquals(Json.array("bobs"), tokens("bob", apns));
    assertEquals("ann", owners(restore(apns, "old")));
    expiry().retire();
    assertEquals(Json.array("young", "old"), tokens("ann", apns), "restore counts as seen");
  }

  @Test
  void quarantineExpires() {
    put("ann", apns, "t1", "t2");
    results(apns, report("t1", "unregistered", LATER), report("t2", "invalid", LATER));
    age("endpoints", "retired_at", 29, "");
    assertEquals("ann", owners(restore(apns, "t1")));
    age("endpoints", "retired_at", 2, "");

    restore(apns, "t2").expect(404);
    expiry().retire();

    assertEquals(
        "0",
        server.query(
            "SELECT COUNT(*) FROM endpoints WHERE retired_at IS NOT NULL AND project_id = "
                + ManyUsers.sql(tenant.id())));
  }

  @Test
  void olderReportDoesNotRetireAConcurrentRegistration() throws Exception {
    for (int round = 0; round < 20; round++) {
      put("ann", apns, "t1", "t2");
      String now = Instant.now().toString();

      List<Answer> answers =
          Concurrently.run(
              4,
              i ->
                  i % 2 == 0
                      ? put("ann", apns, "t1", "t2")
                      : send(apns, report("t1", "invalid", now)));

      answers.forEach(answer -> answer.expect(200));
      boolean wasSeenLast = tokens("ann", apns).contains("t1");
      assertTrue(wasSeenLast, "both puts began after the report's time");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "smtp"})
  void rejectsFeedbackForOtherProviders(String provider) {
    UUID other = projects.channel(tenant, provider);

    assertEquals(
        List.of("items wrong_provider"),
        send(other, report("t1", "invalid", LATER)).expect(422).violations());
    assertEquals(
        List.of("device_token wrong_provider"), restore(other, "t1").expect(422).violations());
    send(UUID.randomUUID(), report("t1", "invalid", LATER)).expect(404);
  }

  @ParameterizedTest
  @CsvSource({
    "2099-01-01, retired",
    "2099-01-01T09:30, retired",
    "2099-01-01t09:30:00z, retired",
    "2099-12-31T23:59:60Z, retired",
    "2099-01-01T09:30:00.123456789012Z, retired",
    "2099-01-01T09:30:00+23:59, retired",
    "2020-01-01, registered_since",
    "2020-01-01T09:30:00, registered_since",
    "2016-12-31T23:59:60Z, registered_since",
    "2020-01-01T09:30:00.99999999999999999999-23:59, registered_since"
  })
  void acceptsIso8601Times(String time, String result) {
    put("ann", apns, "t1");

    assertEquals(result, results(apns, report("t1", "unregistered", time)));
  }

  @Test
  void listsViolations() {
    Answer answer = send(apns, report("", "No", "yesterday"), "{}").expect(422);

    assertEquals(
        List.of(
            "items[0].device_token too_short",
            "items[0].occurred_at invalid_format",
            "items[0].outcome invalid_format",
            "items[1] required",
            "items[1].occurred_at required",
            "items[1].outcome required"),
        answer.violations().stream().sorted().toList());
    assertEquals(List.of("items too_few"), send(apns).expect(422).violations());
    assertFalse(answer.body().contains("yesterday"), answer::body);
    String precise = "2026-11-24T09:30:00." + "1".repeat(100) + "Z";
    assertEquals(
        List.of("items[0].occurred_at too_long"),
        send(apns, report("t1", "invalid", precise)).expect(422).violations());
    for (String time :
        List.of(
            "2026-11-24T09Z",
            "2026-11-24T09:30:00.Z",
            "2026-11-24T09:30:60Z",
            "2026-11-24T09:30:00+24:00",
            "2026-11-31")) {
      assertEquals(
          List.of("items[0].occurred_at invalid_format"),
          send(apns, report("t1", "invalid", time)).expect(422).violations(),
          time);
    }
  }
}
