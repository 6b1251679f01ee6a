package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Encryption at rest: what is stored, and what happens if it was changed. */
@Timeout(180)
class EncryptionIT {

  private final EncryptedDatabase database = new EncryptedDatabase();
  private final EncryptedProject stored = new EncryptedProject(database);

  @AfterEach
  void stop() {
    stored.close();
    database.drop();
  }

  @Test
  void onlyCiphertextIsStored() {
    stored.store();
    List<String> before = stored.readAll();
    assertTrue(
        before.stream().filter(text -> text.contains(EncryptedProject.MARK)).count() >= 5,
        before::toString);
    assertEquals(new TreeSet<>(), database.tablesWith(EncryptedProject.MARK));
    stored.assertKeys("1");

    database.cli().run("encryption", "decrypt", "--project", stored.id());
    assertEquals(before, stored.readAll());
    assertEquals(
        new TreeSet<>(List.of("channel_settings", "endpoints", "idempotency_keys", "users")),
        database.tablesWith(EncryptedProject.MARK));
    stored.assertKeys("plain");
    stored.restart(database.plainEnvironment());
    assertEquals(before, stored.readAll(), "without a master key");

    stored.restart(database.environment());
    stored
        .send(stored.request("PUT", stored.tokensOf("bob")).json(Json.deviceTokens("plain-again")))
        .expect(200);
    assertEquals(
        List.of("plain-again"),
        database.query("SELECT identifier FROM endpoints WHERE identifier LIKE 'plain%'"));
    database.cli().run("encryption", "rotate", "--project", stored.id());
    assertEquals(before.subList(0, 3), stored.readAll().subList(0, 3));
    assertEquals(new TreeSet<>(), database.tablesWith(EncryptedProject.MARK));
    stored.assertKeys("2");
  }

  @Test
  void changedCiphertextIsAnInternalError() {
    stored.store();
    stored
        .send(
            stored
                .request("PUT", stored.tokensOf("bob"))
                .json(Json.deviceTokens(EncryptedProject.TOKEN + "-2", "b")))
        .expect(200);
    String ann = ofUser("ann");
    String bob = ofUser("bob");
    String swap = "SELECT identifier FROM endpoints" + bob + " LIMIT 1";
    List<String> stolen = database.query(swap);
    String own =
        database.query("SELECT identifier FROM endpoints" + ann + " AND name IS NULL").get(0);
    String facts = database.query("SELECT facts FROM endpoints" + ann + " AND name IS NULL").get(0);

    for (String changed : new String[] {stolen.get(0), facts, "AAAA", "no base64"}) {
      database.sql(
          "UPDATE endpoints SET identifier = '" + changed + "'" + ann + " AND name IS NULL");
      Answer refused =
          stored.send(stored.request("GET", stored.tokensOf("ann"))).expect(500, "internal_error");
      assertFalse(refused.body().contains(changed), refused::body);
      stored
          .send(stored.request("PUT", stored.tokensOf("ann")).json(Json.deviceTokens("new")))
          .expect(500);
      stored.send(stored.request("GET", stored.tokensOf("bob"))).expect(200);
      stored.send(stored.request("GET", settingsOf("ann", stored.slack()))).expect(200);
    }
    assertTrue(
        TestServer.get().log().stream()
            .anyMatch(line -> line.contains("The column identifier (endpoints, project ")),
        "the log names the row");

    String failed =
        database.cli().runExpecting(1, "encryption", "rotate", "--project", stored.id());
    assertTrue(failed.contains("can't be decrypted with the data key 1"), failed);
    database.sql("UPDATE endpoints SET identifier = '" + own + "'" + ann + " AND name IS NULL");
    database.cli().run("encryption", "rotate", "--project", stored.id(), "--resume");
    stored.assertKeys("2");
    stored.readAll();

    swapBetweenColumnsAndRows();
  }

  /** Custom fields and preferences have equal text, and so have the stored responses. */
  private void swapBetweenColumnsAndRows() {
    database.sql("UPDATE users SET preferences = custom_fields WHERE custom_fields IS NOT NULL");
    stored.send(stored.request("GET", EncryptedProject.USER)).expect(500, "internal_error");
    stored
        .send(
            Replays.keyed(
                stored
                    .request("PUT", settingsOf("bob", stored.slack()))
                    .json(EncryptedProject.SLACK)))
        .expect(200);
    String others =
        database.query("SELECT HEX(body) FROM idempotency_keys ORDER BY created_at DESC").get(0);
    database.sql("UPDATE idempotency_keys SET body = x'" + others + "'");
    stored.send(stored.keyed()).expect(500, "internal_error");
    database.sql("DELETE FROM idempotency_keys");
    Replays.first(stored.send(stored.keyed()));
  }

  private static String ofUser(String user) {
    return " WHERE user_id = (SELECT id FROM users WHERE external_id = '" + user + "')";
  }

  @Test
  void enablingEncryptsNewWritesAndReadsOldOnes() {
    stored.restart(database.plainEnvironment());
    CommandLineRun plain = new CommandLineRun(database.plainEnvironment());
    database.sql("DELETE FROM data_keys");
    stored.store();
    List<String> before = stored.readAll();
    assertFalse(database.tablesWith(EncryptedProject.MARK).isEmpty());
    plain.runExpecting(1, "encryption", "rotate", "--all");

    stored.restart(database.environment());
    assertEquals(before, stored.readAll());
    stored
        .send(stored.request("PUT", stored.tokensOf("bob")).json(Json.deviceTokens("new")))
        .expect(200);
    assertEquals(
        List.of("1", "plain"), database.keysInUse().get("endpoints"), "by the first request");
  }

  @Test
  void aServerWithoutMasterKeyWarns() {
    TestServer.get().log().clear();
    try (Components components = TestServer.components(database.environment())) {
      assertFalse(hasWarned());
    }
    try (Components components = TestServer.components(database.plainEnvironment())) {
      assertTrue(hasWarned());
    }
  }

  private static boolean hasWarned() {
    return TestServer.get().log().stream()
        .anyMatch(line -> line.startsWith("Encryption at rest is off"));
  }
}
