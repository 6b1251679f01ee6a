package com.notiflows.contract;

import static com.notiflows.contract.Request.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ownership, feedback, expiry and caps of web push endpoints. */
class WebPushEndpointsIT {

  private static final String MOVED = "x-tokens-moved";
  private static final String LATER = "2099-01-01T00:00:00Z";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("endpoints");
  private final UUID webPush = projects.channel(tenant, "web_push");
  private final UUID shared = projects.sharedChannel(tenant, "web_push");
  private final CommandLineRun cli = new CommandLineRun(server.environment());

  @BeforeEach
  void createUsers() {
    projects.user(tenant, "ann");
    projects.user(tenant, "bob");
    SignedIn.trustedBy(tenant.id(), server);
  }

  private static String url(String name) {
    return "https://push.example.com/" + name;
  }

  private Answer subscribe(String user, UUID channel, String identifier, String endpoint) {
    String body =
        """
        {"identifier": "%s", "settings": {"endpoint": "%s", "p256dh": "%s", "auth": "%s"}}
        """
            .formatted(identifier, url(endpoint), "B".repeat(87), "A".repeat(22));
    return server.send(
        of("POST", "/user/channels/" + channel + "/subscriptions")
            .header("x-notiflows-api-key", tenant.publicKey())
            .header("x-notiflows-user-key", SignedIn.token(user))
            .json(body));
  }

  private Answer subscribe(String user, UUID channel, String endpoint) {
    return subscribe(user, channel, endpoint, endpoint);
  }

  private Answer list(String user, UUID channel) {
    return server
        .send(
            tenant.request(
                "GET", "/admin/users/" + user + "/channels/" + channel + "/subscriptions"))
        .expect(200);
  }

  private String identifiers(String user, UUID channel) {
    return String.join(" ", list(user, channel).json().findValuesAsText("identifier"));
  }

  private Answer send(UUID channel, String operation, String json) {
    return server.send(
        tenant.request("POST", "/admin/channels/" + channel + "/token-" + operation).json(json));
  }

  private Answer named(UUID channel, String operation, String endpoint) {
    return send(channel, operation, Json.of("{'endpoint':'%s'}", url(endpoint)));
  }

  private static String owners(Answer answer) {
    return String.join(" ", answer.expect(200).json().findValuesAsText("external_id"));
  }

  private static String report(String endpoint, String outcome) {
    return Json.of(
        "{'endpoint':'%s','outcome':'%s','occurred_at':'%s'}", url(endpoint), outcome, LATER);
  }

  private Answer feedback(UUID channel, String... reports) {
    return send(channel, "feedback", Json.of("{'items':[%s]}", String.join(",", reports)));
  }

  private String results(UUID channel, String... reports) {
    return String.join(
        " ", feedback(channel, reports).expect(200).json().findValuesAsText("result"));
  }

  @Test
  void endpointMovesToTheNewUser() {
    assertNull(subscribe("ann", webPush, "a", "1").expect(201).headers().get(MOVED));
    subscribe("ann", webPush, "2").expect(201);

    Answer taken = subscribe("bob", webPush, "b", "1").expect(201);

    assertEquals("1", taken.headers().get(MOVED));
    assertEquals("2", identifiers("ann", webPush));
    assertEquals("b", identifiers("bob", webPush));
    assertEquals("bob", owners(named(webPush, "lookup", "1")));
    assertEquals("", owners(named(webPush, "lookup", "3")));
    assertNull(subscribe("bob", webPush, "b", "1").expect(200).headers().get(MOVED), "again");
  }

  @Test
  void sharedChannelAllowsSeveralOwners() {
    subscribe("ann", shared, "1").expect(201);

    assertNull(subscribe("bob", shared, "1").expect(201).headers().get(MOVED));

    assertEquals("1", identifiers("ann", shared));
    assertEquals("ann bob", owners(named(shared, "lookup", "1")));
  }

  @Test
  void newIdentifierUpdatesTheSameEndpoint() {
    Answer first = subscribe("ann", webPush, "old", "1").expect(201);

    Answer renamed = subscribe("ann", webPush, "new", "1").expect(200);

    assertEquals(first.json().path("id"), renamed.json().path("id"));
    assertEquals(first.json().path("created_at"), renamed.json().path("created_at"));
    assertNotEquals(first.json().path("updated_at"), renamed.json().path("updated_at"));
    assertEquals("new", identifiers("ann", webPush));
    assertEquals("1", count(""));
  }

  private String count(String condition) {
    return server.query(
        "SELECT COUNT(*) FROM endpoints WHERE project_id = "
            + (ManyUsers.sql(tenant.id()) + condition));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unregistered", "invalid"})
  void deadEndpointIsRetiredAndRestored(String outcome) {
    String before = subscribe("ann", webPush, "1").expect(201).json().toString();

    assertEquals(
        "retired unknown kept",
        results(webPush, report("1", outcome), report("2", outcome), report("1", "rate_limited")));

    assertEquals("", identifiers("ann", webPush));
    assertEquals("", owners(named(webPush, "lookup", "1")));
    assertEquals("ann", owners(named(webPush, "restore", "1")));
    assertEquals(Json.of("{'items':[%s]}", before), list("ann", webPush).body());
    assertEquals("ann", owners(named(webPush, "restore", "1")), "the second time changes nothing");
    named(webPush, "restore", "2").expect(404, "not_found").detail("resource", "endpoint");
  }

  @Test
  void sharedEndpointIsRestoredForAllUsers() {
    subscribe("ann", shared, "1").expect(201);
    subscribe("bob", shared, "1").expect(201);

    assertEquals("retired", results(shared, report("1", "unregistered")));

    assertEquals("", identifiers("ann", shared) + identifiers("bob", shared));
    assertEquals("ann bob", owners(named(shared, "restore", "1")));
  }

  @Test
  void restoreDoesNotReplaceANewerEndpoint() {
    subscribe("ann", webPush, "laptop", "1").expect(201);
    results(webPush, report("1", "unregistered"));
    subscribe("ann", webPush, "laptop", "2").expect(201);

    assertEquals("", owners(named(webPush, "restore", "1")));

    assertEquals("laptop", identifiers("ann", webPush));
    assertEquals("ann", owners(named(webPush, "lookup", "2")));
  }

  @Test
  void unseenEndpointsExpire() {
    subscribe("ann", webPush, "old").expect(201);
    server.sql(
        ("UPDATE endpoints SET last_seen_at = last_seen_at - INTERVAL 271 DAY"
                + " WHERE project_id = ")
            + ManyUsers.sql(tenant.id()));
    subscribe("ann", webPush, "young").expect(201);

    server.components().services().expiry().retire();

    assertEquals("young", identifiers("ann", webPush));
    assertEquals("1", count(" AND retired_reason = 'expired'"));
    assertEquals("ann", owners(named(webPush, "restore", "old")));
    assertEquals("young old", identifiers("ann", webPush));
  }

  private void cap(String... options) {
    List<Object> line =
        new ArrayList<>(List.of("channels", "token-cap", "--project", tenant.id(), "web_push"));
    line.addAll(List.of(options));
    cli.run(line.toArray());
  }

  @Test
  void rejectsEndpointsBeyondTheCap() {
    cap("--token-cap", "2");
    subscribe("ann", webPush, "1").expect(201);
    subscribe("ann", webPush, "2").expect(201);

    Answer refused = subscribe("ann", webPush, "3").expect(422, "validation_failed");

    assertEquals(List.of("identifier too_many"), refused.violations());
    subscribe("ann", webPush, "renamed", "2").expect(200);
    results(webPush, report("1", "unregistered"));
    subscribe("ann", webPush, "3").expect(201);
    assertEquals(
        List.of("endpoint too_many"), named(webPush, "restore", "1").expect(422).violations());
    assertEquals("renamed 3", identifiers("ann", webPush));
  }

  @Test
  void evictsTheEndpointUnseenForLongest() {
    cap("--token-cap", "2", "--token-overflow", "evict");
    subscribe("ann", webPush, "1").expect(201);
    subscribe("ann", webPush, "2").expect(201);
    subscribe("ann", webPush, "1").expect(200);

    subscribe("ann", webPush, "3").expect(201);

    assertEquals("1 3", identifiers("ann", webPush));
    assertEquals("", owners(named(webPush, "lookup", "2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{} ~ body required",
        "{'endpoint':''} ~ endpoint too_short",
        "{'endpoint':'a b'} ~ endpoint invalid_format",
        "{'endpoint':1} ~ endpoint invalid_type",
        "{'endpoint':'https://push.example.com/1','device_token':'t'} ~ body too_many",
        "{'device_token':'https://push.example.com/1'} ~ device_token wrong_provider"
      })
  void listsViolations(String json, String violation) {
    String body = Json.of(json.strip());
    String fields = body.equals("{}") ? "" : body.substring(1, body.length() - 1) + ",";
    String report = Json.of("{%s'outcome':'invalid','occurred_at':'%s'}", fields, LATER);

    for (String operation : List.of("lookup", "restore")) {
      Answer answer = send(webPush, operation, body).expect(422, "validation_failed");
      assertEquals(List.of(violation.strip()), answer.violations());
    }
    Answer answer = feedback(webPush, report).expect(422);

    String path = violation.strip().replaceFirst("^body ", "items[0] ");
    assertEquals(
        List.of(path.startsWith("items") ? path : "items[0]." + path), answer.violations());
    assertFalse(answer.body().contains("push.example.com"), answer::body);
  }

  @Test
  void reportsTheItemWithTheWrongField() {
    String token = report("1", "invalid").replace("endpoint", "device_token");

    Answer answer = feedback(webPush, report("1", "invalid"), token);

    assertEquals(List.of("items[1].device_token wrong_provider"), answer.expect(422).violations());
    assertEquals(
        "belongs to another provider; the provider of this channel is web_push",
        answer.details().at("/fields/0/message").asText());
  }

  @Test
  void rejectsEndpointsOnDeviceTokenChannels() {
    UUID apns = projects.channel(tenant, "apns");

    assertEquals(
        List.of("endpoint wrong_provider"), named(apns, "lookup", "1").expect(422).violations());
    assertEquals(
        List.of("endpoint wrong_provider"), named(apns, "restore", "1").expect(422).violations());
    assertEquals(
        List.of("items[0].endpoint wrong_provider"),
        feedback(apns, report("1", "invalid")).expect(422).violations());
  }

  @Test
  void otherProjectsFindNoEndpoints() {
    Projects.Tenant other = projects.create("others");
    projects.channel(other, "web_push", webPush);
    subscribe("ann", webPush, "1").expect(201);

    Answer answer =
        server.send(
            other
                .request("POST", "/admin/channels/" + webPush + "/token-lookup")
                .json(Json.of("{'endpoint':'%s'}", url("1"))));

    assertEquals("", owners(answer));
    assertEquals("ann", owners(named(webPush, "lookup", "1")));
  }
}
