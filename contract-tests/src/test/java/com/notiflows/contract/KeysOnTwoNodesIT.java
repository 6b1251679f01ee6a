package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.embedded.Patience;
import com.notiflows.server.spec.BundledSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys on two servers with one database. Both servers have cached the project before a key changes,
 * and no time passes between a change and the next request.
 */
class KeysOnTwoNodesIT {

  private static final TestServer FIRST = TestServer.get();
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LONG_ENOUGH = "20s";

  private static Child second;
  private static List<Wire> nodes;

  private final BundledSpec spec = BundledSpec.load();
  private final Projects.Tenant tenant = new Projects(spec).create("two nodes");
  private final KeyLines keys = new KeyLines(tenant, FIRST);

  @BeforeAll
  static void startTheSecond() {
    second = serve("second-node");
    nodes = List.of(FIRST.wire(), wire(second));
  }

  @AfterAll
  static void stopTheSecond() {
    second.close();
  }

  private static Child serve(String folder) {
    return Distribution.unpack(folder).run(TestServer.toServe(FIRST.environment()), "serve");
  }

  private static Wire wire(Child server) {
    return new Wire(Integer.parseInt(server.await("Listening on 127.0.0.1 port (\\d+)").group(1)));
  }

  private void assertOnBoth(String reason, JsonNode key) {
    for (Wire node : nodes) {
      assertEquals(reason, keys.reason(node, key));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"public", "secret"})
  void newKeyWorksAtOnceAndARevokedOneStopsAtOnce(String kind) {
    for (int round = 0; round < 5; round++) {
      JsonNode key = keys.create("--kind", kind);
      assertOnBoth("200", key);

      keys.run("revoke", key.path("id").asText());

      assertOnBoth("revoked", key);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"public", "secret"})
  void rotationNowReplacesTheKeyAtOnce(String kind) {
    JsonNode old = keys.create("--kind", kind);
    for (int round = 0; round < 5; round++) {
      assertOnBoth("200", old);

      JsonNode fresh = keys.rotate(old, "--now");

      assertOnBoth("revoked", old);
      assertOnBoth("200", fresh);
      old = fresh;
    }
  }

  /** The time is long enough for the requests before it ends, on a loaded machine too. */
  @Test
  void keysExpireWhenTheOverlapOrTheirLifetimeEnds() {
    JsonNode oldPublic = keys.create("--kind", "public");
    JsonNode oldSecret = keys.create("--kind", "secret");
    JsonNode shortLived = keys.create("--kind", "secret", "--expires-in", LONG_ENOUGH);
    List<JsonNode> fresh =
        List.of(
            keys.rotate(oldPublic, "--overlap", LONG_ENOUGH),
            keys.rotate(oldSecret, "--overlap", LONG_ENOUGH));
    List<JsonNode> ending = List.of(shortLived, oldPublic, oldSecret);
    ending.forEach(key -> assertOnBoth("200", key));
    fresh.forEach(key -> assertOnBoth("200", key));

    ending.forEach(this::awaitEnd);

    ending.forEach(key -> assertOnBoth("expired", key));
    fresh.forEach(key -> assertOnBoth("200", key));
  }

  private void awaitEnd(JsonNode key) {
    Instant end = KeyLines.time(keys.find(key.path("id").asText()), "expires_at");
    assertTrue(Patience.until(LIMIT, () -> !Instant.now().isBefore(end)));
  }

  @Test
  void lastUseIsStoredWithoutAReloadOfTheProject() {
    JsonNode used = keys.create("--kind", "secret");
    JsonNode idle = keys.create("--kind", "secret");
    try (Components components = FIRST.components(spec, PAUSE)) {
      TestServer.prepare(components);
      components.availability().serving();
      try (NotiflowsServer third = TestServer.start(components)) {
        Wire node = new Wire(third.port());
        Instant before = Instant.now().minusMillis(1);
        assertEquals("200", keys.reason(node, used));
        String revision = revision();

        assertTrue(Patience.until(LIMIT, () -> lastUse(used).isTextual()));

        Instant time = Instant.parse(lastUse(used).asText());
        assertTrue(time.isAfter(before) && time.isBefore(Instant.now()), time::toString);
        assertTrue(lastUse(idle).isNull());
        long loads = components.services().snapshots().loads();
        assertEquals("200", keys.reason(node, used));
        assertEquals(loads, components.services().snapshots().loads());
        assertEquals(revision, revision());
      }
    }
  }

  @Test
  void lastUseIsStoredWhenANodeStops() {
    JsonNode key = keys.create("--kind", "secret");
    try (Child stopping = serve("stopping-node")) {
      assertEquals("200", keys.reason(wire(stopping), key));
      assertTrue(lastUse(key).isNull(), "stored later, not by the request");

      stopping.terminate();

      assertEquals(0, stopping.exit(), stopping::err);
    }
    assertFalse(lastUse(key).isNull());
  }

  @Test
  void earlierUseDoesNotReplaceALaterOne() {
    JsonNode key = keys.create("--kind", "secret");
    String later = "2100-01-01T00:00:00Z";
    FIRST.sql(
        "UPDATE secret_keys SET last_used_at = '2100-01-01 00:00:00' WHERE project_id = "
            + HeldUser.hex(tenant.id()));
    assertEquals("200", keys.reason(FIRST.wire(), key));

    FIRST.components().services().keyUses().store();

    assertEquals(later, lastUse(key).asText());
  }

  private JsonNode lastUse(JsonNode key) {
    return keys.find(key.path("id").asText()).path("last_used_at");
  }

  private String revision() {
    return FIRST.query("SELECT revision FROM projects WHERE id = " + HeldUser.hex(tenant.id()));
  }
}
