package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.cli.NotiflowsCommand;
import com.notiflows.server.problem.AdministrationException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Master keys and data keys: replaced, deleted, missing, and never printed. */
@Timeout(180)
class EncryptionKeysIT {

  private static final String KEYS = "SELECT id FROM data_keys ORDER BY id";

  private final EncryptedDatabase database = new EncryptedDatabase();
  private final EncryptedProject stored = new EncryptedProject(database);

  @AfterEach
  void stop() {
    stored.close();
    database.drop();
  }

  @Test
  void dataKeysAreRewrappedForANewMasterKey() {
    stored.store();
    List<String> before = stored.readAll();
    String wrapped = database.query("SELECT HEX(wrapped) FROM data_keys").get(0);
    String ciphertext = database.query("SELECT identifier FROM endpoints").get(0);

    database.masterKeys("# rotated", EncryptedDatabase.NEW_KEY, "", EncryptedDatabase.OLD_KEY);
    assertEquals("data_keys  1", database.cli().run("encryption", "rewrap").strip());
    assertEquals("data_keys  0", database.cli().run("encryption", "rewrap").strip());
    assertFalse(database.query("SELECT HEX(wrapped) FROM data_keys").contains(wrapped));
    assertEquals(ciphertext, database.query("SELECT identifier FROM endpoints").get(0));

    database.masterKeys(EncryptedDatabase.NEW_KEY);
    stored.restart(database.environment());
    assertEquals(before, stored.readAll());

    database.masterKeys(EncryptedDatabase.OLD_KEY);
    assertRefused(database.environment(), "NOTIFLOWS_MASTER_KEY_FILE");
    String message = database.cli().runExpecting(1, "settings", "export", "--project", stored.id());
    assertTrue(message.contains("which is not configured"), message);
    assertRefused(database.plainEnvironment(), "encryption decrypt");
  }

  /** The server does not start, and says why. */
  private static void assertRefused(Map<String, String> environment, String remedy) {
    try (Components components = TestServer.components(environment)) {
      AdministrationException refused =
          assertThrows(AdministrationException.class, () -> components.database().prepare(false));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("is not configured") && message.contains(remedy), message);
    }
  }

  @Test
  void aRetiredKeyIsDeletedAfterADay() {
    stored.store();
    database.cli().run("encryption", "rotate", "--project", stored.id());
    assertEquals(List.of("1", "2"), database.query(KEYS));
    rotateLater(Duration.ofHours(23), 0);
    assertEquals(List.of("1", "2", "3"), database.query(KEYS));
    rotateLater(Duration.ofHours(25), 0);
    assertEquals(List.of("2", "3", "4"), database.query(KEYS), "2 was retired two hours before");
    stored.readAll();
    stored.assertKeys("4");
  }

  /** Rotates all projects some time later, and expects that exit code. */
  private void rotateLater(Duration later, int code) {
    assertEquals(
        code,
        NotiflowsCommand.commandLine(database.environment(), Clock.offset(Clock.systemUTC(), later))
            .setOut(new PrintWriter(Writer.nullWriter()))
            .setErr(new PrintWriter(Writer.nullWriter()))
            .execute("encryption", "rotate", "--all"));
  }

  @Test
  void aKeyThatRowsUseIsNotDeleted() {
    stored.store();
    database.sql("UPDATE endpoints SET identifier = 'AAAA' WHERE name IS NULL");
    database.cli().runExpecting(1, "encryption", "rotate", "--project", stored.id());
    rotateLater(Duration.ofHours(25), 1);
    assertEquals(List.of("1", "2", "3"), database.query(KEYS));
  }

  @Test
  void noKeyIsPrintedOrLogged() {
    stored.store();
    database.masterKeys(EncryptedDatabase.OLD_KEY, EncryptedDatabase.OLD_KEY + "A", "short");
    String message = database.cli().runExpecting(2, "encryption", "status", "--all");

    assertTrue(message.contains("whose line 2 must be 32 random bytes"), message);
    assertTrue(message.contains("whose line 3"), message);
    assertFalse(message.contains("short") || message.contains("b2xk"), message);
    assertTrue(TestServer.get().log().stream().noneMatch(line -> line.contains("b2xk")), "the log");
    assertTrue(
        database.cli().runExpecting(2, "encryption", "rotate").contains("--project"),
        "neither is given");
    database.masterKeys(EncryptedDatabase.OLD_KEY);
    String nobody = new UUID(0, 3).toString();
    for (String command : new String[] {"rotate", "status", "decrypt"}) {
      assertTrue(
          database
              .cli()
              .runExpecting(1, "encryption", command, "--project", nobody)
              .contains("no project"));
    }
  }
}
