package com.notiflows.server.http;

import static com.notiflows.server.http.Call.put;
import static com.notiflows.server.http.Call.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.testing.World;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of the server or the database, and request ids. */
class FailureTest {

  private static final String APNS = settingsOf(World.APNS);
  private static final String GOOD =
      """
      {"settings":{"device_tokens":["t"]}}""";

  private final World world = new World();
  private final Api api = new Api(world);

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void internalErrorRevealsNothing() {
    world.mappers().failNext(new SQLException("HUSH", "42000", 1064));

    Reply reply = api.send(Call.of("GET", APNS)).expect(500, "internal_error", "{}");

    assertRevealsNothing(reply);
  }

  @Test
  void unreadableStoredSettingsRevealNothing() {
    world.mappers().store(World.USER_ID, World.APNS, "HUSH", world.clock().instant());

    assertRevealsNothing(api.send(Call.of("GET", APNS)).expect(500, "internal_error", "{}"));
  }

  @Test
  void unknownStoredProviderRevealsNothing() {
    world.mappers().channel(World.PROJECT, World.APNS, "HUSH");

    assertRevealsNothing(api.send(put(APNS, GOOD)).expect(500, "internal_error", "{}"));
  }

  private static void assertRevealsNothing(Reply reply) {
    assertFalse(reply.body().contains("HUSH"), reply.body());
    assertFalse(reply.body().contains("secret value"), reply.body());
    assertFalse(reply.body().contains("xception"), reply.body());
    assertFalse(reply.body().contains("1064"), reply.body());
  }

  @Test
  void unreachableDatabaseIs503WithRetryAfter() {
    world.mappers().failNext(new SQLException("HUSH", "08S01", 0));

    Reply reply = api.send(put(APNS, GOOD)).expect(503, "service_unavailable", "{'retry_after':5}");

    assertEquals("5", reply.header("Retry-After"));
    assertRevealsNothing(reply);
    api.send(put(APNS, GOOD)).expect(200);
  }

  @Test
  void connectionLossBetweenStatementsIs503WithRetryAfter() {
    world.mappers().beforeNextWrite(() -> failNextWith(1053));

    Reply reply = api.send(put(APNS, GOOD)).expect(503, "service_unavailable", "{'retry_after':5}");

    assertEquals("5", reply.header("Retry-After"));
    assertEquals(0, world.mappers().stored().size());
  }

  private void failNextWith(int error) {
    world.mappers().failNext(new SQLException("HUSH", "08S01", error));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "req_abc123", "A.b-C_9"})
  void returnsTheRequestIdOfTheCaller(String id) {
    Call call = Call.of("GET", APNS).header("x-request-id", id);

    assertEquals(id, api.send(call).expect(404).header("x-request-id"));
    Call put = put(APNS, GOOD).header("x-request-id", id);
    assertEquals(id, api.send(put).expect(200).header("x-request-id"));
    Call options = Call.bare("OPTIONS", APNS).header("x-request-id", id);
    assertEquals(id, api.send(options).expect(204).header("x-request-id"));
  }

  @Test
  void acceptsRequestIdsOfUpTo128Characters() {
    String longest = "n".repeat(128);
    Call call = Call.of("GET", APNS);

    assertEquals(longest, api.send(call.header("x-request-id", longest)).header("x-request-id"));
    assertFresh(call.header("x-request-id", longest + "n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "<script>", "\u00fc", "a,b"})
  void replacesAnInvalidRequestId(String id) {
    assertFresh(Call.of("GET", APNS).header("x-request-id", id));
  }

  @Test
  void generatesARequestIdIfNoneOrTwoAreSent() {
    Call call = Call.of("GET", APNS);

    assertFresh(call);
    assertFresh(call.header("x-request-id", "a").header("x-request-id", "b"));
    assertNotEquals(api.send(call).header("x-request-id"), api.send(call).header("x-request-id"));
  }

  private void assertFresh(Call call) {
    Reply reply = api.send(call).expect(404);
    String id = reply.header("x-request-id");
    assertTrue(id.matches("req_[0-9a-f]{32}"), id);
    assertEquals(id, reply.error().path("request_id").asText());
  }
}
