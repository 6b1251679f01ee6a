package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.projects.Names;
import com.notiflows.server.spec.BundledSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels and rotation of keys on the command line, and what it means for requests. */
class KeysIT {

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("keys");
  private final KeyLines keys = new KeyLines(tenant, server);

  @Test
  void listShowsEverythingAboutAKeyExceptItsText() {
    JsonNode created =
        keys.create(
            "--kind",
            "secret",
            "--label",
            "Billing worker",
            "--scope",
            "users:read",
            "--scope",
            "channels:read",
            "--expires-in",
            "90d");
    String id = created.path("id").asText();
    String text = created.path("key").asText();

    JsonNode listed = keys.find(id);

    assertEquals("secret", listed.path("kind").asText());
    assertEquals("Billing worker", listed.path("label").asText());
    assertEquals("sk_…" + text.substring(text.length() - 4), listed.path("key").asText());
    assertEquals("channels:read users:read", listed.path("scopes").asText());
    Instant createdAt = KeyLines.time(listed, "created_at");
    assertEquals(createdAt.plus(Duration.ofDays(90)), KeyLines.time(listed, "expires_at"));
    assertTrue(listed.path("revoked_at").isNull());
    assertTrue(listed.path("last_used_at").isNull());

    assertTrue(keys.find(tenant.secretKeyId().toString()).path("label").isNull());
    keys.run("revoke", id);
    assertFalse(KeyLines.time(keys.find(id), "revoked_at").isBefore(createdAt));
    assertTrue(keys.run("list").contains("Billing worker"));
    assertFalse(keys.run("list").contains(text));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-1"})
  void labelHasALimit(int over) {
    String label = "\uD83D\uDD11".repeat(Names.LIMIT + over);
    if (over > 0) {
      String error = keys.fail(1, "create", "--kind", "public", "--label", label);
      assertTrue(error.contains("A label has 1 to " + Names.LIMIT + " characters"), error);
      return;
    }
    JsonNode created = keys.create("--kind", "public", "--label", label);
    assertEquals(label, keys.find(created.path("id").asText()).path("label").asText());
  }

  @ParameterizedTest
  @CsvSource({"' '", "''", "'two\nlines'", "'\u001b[31mred'"})
  void labelIsPrintable(String label) {
    keys.fail(1, "create", "--kind", "secret", "--label", label);
  }

  @ParameterizedTest
  @CsvSource({"public, ''", "secret, ''", "secret, channels:read"})
  void successorHasTheSameProperties(String kind, String scope) {
    List<String> options = new ArrayList<>(List.of("--kind", kind, "--label", "worker"));
    if (!scope.isEmpty()) {
      options.addAll(List.of("--scope", scope));
    }
    JsonNode old = keys.create(options.toArray(String[]::new));

    JsonNode fresh = keys.rotate(old, "--overlap", "7d");

    assertNotEquals(old.path("id"), fresh.path("id"));
    assertNotEquals(old.path("key"), fresh.path("key"));
    assertEquals(old.path("id"), fresh.path("replaces"));
    JsonNode listed = keys.find(fresh.path("id").asText());
    for (String same : List.of("kind", "label", "scopes", "expires_at")) {
      assertEquals(old.path(same), fresh.path(same), same);
      assertEquals(old.path(same), listed.path(same), same);
    }
    Instant end = KeyLines.time(keys.find(old.path("id").asText()), "expires_at");
    assertEquals(KeyLines.time(fresh, "created_at").plus(Duration.ofDays(7)), end);
  }

  @Test
  void bothKeysAreValidDuringTheOverlap() {
    JsonNode old = keys.create("--kind", "secret");
    JsonNode fresh = keys.rotate(old, "--overlap", "12h");

    assertEquals("200", keys.reason(server.wire(), old));
    assertEquals("200", keys.reason(server.wire(), fresh));
  }

  @Test
  void rotationNowRevokesTheOldKey() {
    JsonNode old = keys.create("--kind", "secret");
    assertEquals("200", keys.reason(server.wire(), old));

    JsonNode fresh = keys.rotate(old, "--now");

    assertEquals("revoked", keys.reason(server.wire(), old));
    assertEquals("200", keys.reason(server.wire(), fresh));
    JsonNode listed = keys.find(old.path("id").asText());
    assertEquals(fresh.path("created_at"), listed.path("revoked_at"), "one transaction");
    assertTrue(listed.path("expires_at").isNull());
  }

  @Test
  void overlapDoesNotProlongAKey() {
    JsonNode old = keys.create("--kind", "secret", "--expires-in", "2d");

    JsonNode fresh = keys.rotate(old, "--overlap", "7d");
    JsonNode other = keys.rotate(old, "--overlap", "1d", "--expires-in", "P30D");

    Instant expected = KeyLines.time(other, "created_at").plus(Duration.ofDays(1));
    assertEquals(expected, KeyLines.time(keys.find(old.path("id").asText()), "expires_at"));
    assertEquals(Duration.ofDays(2), KeyLines.life(fresh), "the lifetime of the old key");
    assertEquals(Duration.ofDays(30), KeyLines.life(other));
  }

  @Test
  void ownExpiryOfTheOldKeyRemains() {
    JsonNode old = keys.create("--kind", "secret", "--expires-in", "2d");

    keys.rotate(old, "--overlap", "7d");

    assertEquals(old.path("expires_at"), keys.find(old.path("id").asText()).path("expires_at"));
  }

  @Test
  void keysThatAreNotValidAreNotRotated() {
    JsonNode revoked = keys.create("--kind", "secret");
    keys.run("revoke", revoked.path("id").asText());
    JsonNode expired = keys.create("--kind", "public", "--expires-in", "PT0.000001S");
    String unknown = UUID.randomUUID().toString();
    String theirs = projects.create("theirs").secretKeyId().toString();
    int before = keys.list().size();

    refused(revoked.path("id").asText(), " is revoked, so it can't be rotated. Create another key");
    refused(expired.path("id").asText(), " has expired, so it can't be rotated. Create another");
    refused(unknown, "The project has no key " + unknown + ". `keys list` lists all keys.");
    refused(theirs, "The project has no key " + theirs);

    assertEquals(before, keys.list().size());
  }

  private void refused(String id, String message) {
    for (String[] end : new String[][] {{"--now"}, {"--overlap", "7d"}}) {
      List<String> arguments = new ArrayList<>(List.of(id));
      Collections.addAll(arguments, end);
      String error = keys.fail(1, "rotate", arguments.toArray(String[]::new));
      assertTrue(error.contains(message), error);
    }
  }

  @Test
  void exactlyOneEndIsRequired() {
    String id = keys.create("--kind", "secret").path("id").asText();

    keys.fail(2, "rotate", id);
    keys.fail(2, "rotate", id, "--now", "--overlap", "7d");
    assertTrue(
        keys.fail(2, "rotate", id, "--overlap", "soon").contains("'soon' is no duration, such as"));
    for (String length : List.of("0s", "-7d", "36501d")) {
      String error = keys.fail(1, "rotate", id, "--overlap=" + length);
      assertTrue(error.contains("overlap must be positive and at most 36500 days"), error);
    }
    assertEquals(3, keys.list().size(), "two of the project and this one");
  }

  @Test
  void concurrentRotationsGiveOneSuccessor() throws Exception {
    UUID id = tenant.secretKeyId();

    List<Boolean> results =
        Concurrently.run(
            4,
            i -> {
              return keys.isDone("rotate", id.toString(), "--now");
            });

    assertEquals(1, results.stream().filter(done -> done).count());
    assertEquals(3, keys.list().size());
  }
}
