package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The HTTP behaviour of the WAR in Tomcat and Jetty, at the root and below a context path. */
class WarIT {

  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final String BODY = Json.deviceTokens("a");
  private static final byte[] HUGE = " ".repeat(4 << 20).getBytes(StandardCharsets.UTF_8);

  /** User ids and the ways to encode them in a path. */
  private static final Map<String, List<String>> IDS =
      Map.of(
          "a/b", List.of("a%2Fb", "a%2fb"),
          "me@example.com", List.of("me@example.com", "me%40example.com"),
          "a;b=c", List.of("a;b=c", "a%3Bb=c"),
          "a+b", List.of("a+b", "a%2Bb"),
          "100%", List.of("100%25"),
          "%2F", List.of("%252F"),
          "a|b", List.of("a|b", "a%7Cb"),
          "a\\b", List.of("a\\b", "a%5Cb"),
          "\uD83D\uDE00 smile", List.of("%F0%9F%98%80%20smile"),
          "..", List.of("%2E%2E"));

  private static final TestServer SERVER = TestServer.get();

  private static WarContainer tomcat;
  private static WarContainer jetty;

  @BeforeAll
  static void deploy() {
    Path war = Artifacts.file(".war");
    tomcat = WarContainer.tomcat(war, SERVER.environment());
    jetty = WarContainer.jetty(war, SERVER.environment());
    SERVER
        .components()
        .database()
        .transactions()
        .inTransaction(
            mappers -> {
              IDS.keySet().forEach(id -> insert(mappers.get(UserMapper.class), id));
              return IDS;
            });
  }

  @AfterAll
  static void stop() {
    try (WarContainer first = tomcat;
        WarContainer second = jetty) {
      second.stop();
      String log = first.stop();
      assertTrue(log.contains("Stopping service"), log);
      assertFalse(log.contains("JDBC driver"), log);
    }
  }

  @BeforeEach
  void startWithoutSettings() {
    SERVER.sql("DELETE FROM channel_settings");
  }

  static Stream<Wire> places() {
    return Stream.of(
        tomcat.at(""),
        tomcat.at(WarContainer.CONTEXT_PATH),
        jetty.at(""),
        jetty.at(WarContainer.CONTEXT_PATH));
  }

  @ParameterizedTest
  @MethodSource("places")
  void storesReadsAndDeletes(Wire war) {
    Answer written = war.send(put(APNS, BODY)).expect(200);
    assertEquals(written.body(), war.send(admin("GET", APNS)).expect(200).body());
    assertEquals(
        String.valueOf(written.body().length()),
        war.send(admin("HEAD", APNS)).expect(200).headers().get("content-length"));
    war.send(admin("DELETE", APNS).header("Content-Type", "application/json")).expect(204);
    war.send(admin("DELETE", APNS)).expect(404, "not_found").detail("resource", "channel_settings");
    war.send(admin("HEAD", APNS)).expect(404);
    Answer options = war.send(Request.of("OPTIONS", APNS)).expect(204);
    assertEquals("DELETE, GET, HEAD, OPTIONS, PATCH, PUT", options.headers().get("allow"));
  }

  @Test
  void connectionsThatArriveDuringAPauseAreServed() {
    for (WarContainer container : List.of(tomcat, jetty)) {
      Wire war = container.at(WarContainer.CONTEXT_PATH);
      AcceptQueueIT.assertServedAfterAPause(container.pid(), war);
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void errorsHaveTheEnvelope(Wire war) {
    Answer missing = war.send(Request.of("GET", APNS)).expect(401, "unauthenticated");
    assertEquals("missing", missing.details().path("reason").asText());
    for (String path : List.of("/", "/admin", "/x.jsp", "/WEB-INF/web.xml", "/notiflows-error")) {
      war.send(admin("GET", path)).expect(404, "not_found").detail("resource", "route");
    }
    for (String method : List.of("POST", "LOCK", "TRACE", "BREW")) {
      Answer refused = war.send(admin(method, APNS)).expect(405, "method_not_allowed");
      assertEquals("DELETE, GET, HEAD, OPTIONS, PATCH, PUT", refused.headers().get("allow"));
    }
    war.send(admin("GET", settingsOf("not-a-uuid"))).expect(400).detail("reason", "invalid_uuid");
    war.send(put(APNS, "{")).expect(400, "bad_request").detail("reason", "invalid_json");
    war.send(admin("GET", APNS).header("Accept", "text/html")).expect(406, "not_acceptable");
    war.send(put(APNS, "{}")).expect(422, "validation_failed");
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      war.send(
              admin("PUT", APNS)
                  .header("Content-Type", type)
                  .body(BODY.getBytes(StandardCharsets.UTF_8)))
          .expect(415, "unsupported_media_type");
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void limitsSizes(Wire war) {
    war.send(put(APNS, "").body(HUGE)).expect(413, "payload_too_large").detail("limit", "1048576");
    war.send(put(APNS, "").header("Transfer-Encoding", "chunked").body(chunked(HUGE)))
        .expect(413, "payload_too_large");
    war.send(admin("GET", APNS + "?" + "q".repeat(9_000))).expect(414, "uri_too_long");
    war.send(admin("GET", "/" + "p".repeat(40_000))).expect(414, "uri_too_long");
    war.send(admin("GET", APNS).header("x-large", "h".repeat(40_000)))
        .expect(431, "headers_too_large");
    Request many = admin("GET", APNS);
    for (int i = 0; i < 200; i++) {
      many = many.header("x-many-" + i, "h");
    }
    war.send(many).expect(404, "not_found");
  }

  @ParameterizedTest
  @MethodSource("places")
  void allEncodingsOfAnIdFindTheSameUser(Wire war) {
    IDS.forEach(
        (id, spellings) ->
            spellings.forEach(
                spelled -> {
                  Answer answer = war.send(put(settingsOf(spelled, DemoProject.APNS), BODY));
                  assertEquals(200, answer.status(), () -> spelled + ": " + answer.body());
                  assertEquals(userId(id).toString(), answer.json().path("user_id").asText());
                }));
    war.send(put(settingsOf("a;b", DemoProject.APNS), BODY)).expect(404).detail("resource", "user");
  }

  @ParameterizedTest
  @MethodSource("places")
  void returnsTheRequestId(Wire war) {
    Request named = admin("GET", APNS).header("x-request-id", "call-1");
    assertEquals("call-1", war.send(named).headers().get("x-request-id"));
    Request unusable = admin("GET", APNS).header("x-request-id", "a b");
    assertEquals("req_", war.send(unusable).headers().get("x-request-id").substring(0, 4));
  }

  @ParameterizedTest
  @MethodSource("places")
  void reportsHealth(Wire war) throws InterruptedException {
    Health.awaitReady(war, Duration.ofSeconds(5));
    for (Request check : List.of(Health.LIVE, Health.READY)) {
      Answer answer = war.send(check).expect(200);
      assertEquals("application/json", answer.headers().get("content-type"));
      Answer head = war.send(Request.of("HEAD", check.target())).expect(200);
      assertEquals(Integer.toString(answer.body().length()), head.headers().get("content-length"));
      war.send(Request.of("POST", check.target())).expect(405, "method_not_allowed");
    }
    war.send(Request.of("GET", "/metrics")).expect(404, "not_found");
  }

  @Test
  void slowClientsDoNotBlockOthers() throws Exception {
    List<Wire> wars = places().toList();
    Concurrently.run(wars.size(), i -> staysResponsive(wars.get(i)));
  }

  /** Opens many slow connections, and requires quick responses on another one all the time. */
  private static boolean staysResponsive(Wire war) throws InterruptedException {
    String path = war.contextPath() + APNS;
    String head = " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    String put = "PUT " + path + head + "Content-Length: 5000\r\n";
    String docs = "GET " + war.contextPath() + "/docs/ui.js" + head + "\r\n";
    try (Connections strangers = new Connections(war.port());
        Connections trickling = new Connections(war.port());
        Connections readers = new Connections(war.port())) {
      strangers.open(220, put + "\r\n");
      readers.open(220, docs);
      for (int i = 0; i < 8; i++) {
        trickling.open(5, put + Request.DEMO_KEYS + "\r\n ");
        assertTimeoutPreemptively(
            SlowClientsIT.NOT_BLOCKED, () -> war.send(admin("GET", "/admin/channels")).expect(200));
        TimeUnit.SECONDS.sleep(2);
        trickling.send(" ");
      }
      for (Answer answer : trickling.answers()) {
        assertEquals("close", answer.expect(408).headers().get("connection"));
      }
    }
    return true;
  }

  @ParameterizedTest
  @MethodSource("places")
  void internalErrorRevealsNoDetails(Wire war) {
    SERVER.sql("RENAME TABLE channel_settings TO channel_settings_away");
    try {
      war.send(put(APNS, BODY)).expect(500, "internal_error");
    } finally {
      SERVER.sql("RENAME TABLE channel_settings_away TO channel_settings");
    }
    war.send(put(APNS, BODY)).expect(200);
  }

  private static void insert(UserMapper mapper, String id) {
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    mapper.insert(List.of(UserRow.fresh(DemoProject.ID, userId(id), id, time)));
  }

  private static UUID userId(String id) {
    return UUID.nameUUIDFromBytes(("WarIT " + id).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] chunked(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += 1 << 16) {
      int size = Math.min(1 << 16, body.length - at);
      out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body, at, size);
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
