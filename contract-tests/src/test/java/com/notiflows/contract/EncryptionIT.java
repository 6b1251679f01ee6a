package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
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
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Encryption at rest: what is stored, its keys, and what happens if it was changed. */
@Timeout(180)
class EncryptionIT {

  /** Part of every secret that is stored, so that one search finds all of them. */
  private static final String MARK = "Zq7Secret";

  private static final String TOKEN = MARK + "-token";
  private static final String SLACK = Json.of("{'settings':{'slack_user_id':'%s'}}", MARK);
  private static final String USER = "/admin/users/ann";

  private final EncryptedDatabase database = new EncryptedDatabase();
  private final CommandLineRun cli = new CommandLineRun(database.environment());
  private final CliProject project = CliProject.create(cli, "apns", "bob");
  private final String slack = channel("slack");
  private final String webPush = channel("web_push");
  private OwnServer server = OwnServer.with(database.environment());

  private String channel(String provider) {
    return cli.json(
            "channels",
            "create",
            "--project",
            project.id(),
            "--provider",
            provider,
            "--handle",
            provider,
            "--json")
        .path("id")
        .asText();
  }

  @AfterEach
  void stop() {
    server.close();
    database.sql("DROP DATABASE " + EncryptedDatabase.NAME);
  }

  private void restart(Map<String, String> environment) {
    server.close();
    server = OwnServer.with(environment);
  }

  private Request request(String method, String target) {
    return Request.of(method, target).keys(project.publicKey(), project.secretKey());
  }

  private Answer send(Request request) {
    return server.wire().send(request);
  }

  private String tokensOf(String user) {
    return settingsOf(user, project.channel());
  }

  private static final Request NONE = Request.of("GET", "/");
  private Request keyed = NONE;

  /** Stores one secret of each kind; the last request has an idempotency key. */
  private void store() {
    send(request("PUT", USER)
            .json(Json.of("{'custom_fields':{'k':'%1$s'},'preferences':{'k':'%1$s'}}", MARK)))
        .expect(201);
    String device = "{'device_token':'%s','app_id':'%s','installation_id':'i'}";
    send(request("PATCH", tokensOf("ann"))
            .json(Json.of("{'devices':[" + device + "]}", TOKEN, MARK)))
        .expect(200);
    String subscription =
        "{'identifier':'%1$s','settings':{'endpoint':'https://push.example.com/%1$s',"
            + "'p256dh':'%2$s','auth':'%3$s'}}";
    send(request("POST", "/admin/channel-settings/bulk")
            .json(
                Json.of(
                    "{'mode':'atomic','items':[{'user_id':'ann','channel_id':'%s',"
                        + "'subscriptions':[%s]}]}",
                    webPush, Json.of(subscription, MARK, "B".repeat(87), "A".repeat(22)))))
        .expect(200);
    keyed = Replays.keyed(request("PUT", settingsOf("ann", slack)).json(SLACK));
    Replays.first(send(keyed));
  }

  /** Everything that can be read, and the replay of the keyed request. */
  private List<String> readAll() {
    Answer replay = send(keyed).expect(200);
    assertTrue(Replays.isReplay(replay), replay::toString);
    Answer tokens = send(request("GET", tokensOf("ann"))).expect(200);
    assertEquals(TOKEN, tokens.json().at("/settings/device_tokens/0").asText());
    Answer lookUp =
        send(
            request("POST", "/admin/channels/" + project.channel() + "/token-lookup")
                .json(Json.of("{'device_token':'%s'}", TOKEN)));
    return List.of(
        replay.body(),
        tokens.body(),
        String.valueOf(tokens.headers().get("etag")),
        lookUp.expect(200).body(),
        send(request("GET", USER + "/export")).expect(200).body(),
        send(request("GET", "/admin/users")).expect(200).body(),
        cli.run("settings", "export", "--project", project.id()));
  }

  @Test
  void onlyCiphertextIsStored() {
    store();
    List<String> before = readAll();
    assertTrue(before.stream().filter(text -> text.contains(MARK)).count() >= 5, before::toString);
    assertEquals(new TreeSet<>(), database.tablesWith(MARK));
    assertKeys("1");

    cli.run("encryption", "decrypt", "--project", project.id());
    assertEquals(before, readAll());
    assertEquals(
        new TreeSet<>(List.of("channel_settings", "endpoints", "idempotency_keys", "users")),
        database.tablesWith(MARK));
    assertKeys("plain");
    restart(database.plainEnvironment());
    assertEquals(before, readAll(), "without a master key");

    restart(database.environment());
    send(request("PUT", tokensOf("bob")).json(Json.deviceTokens("plain-again"))).expect(200);
    assertEquals(
        List.of("plain-again"),
        database.query("SELECT identifier FROM endpoints WHERE identifier LIKE 'plain%'"));
    cli.run("encryption", "rotate", "--project", project.id());
    assertEquals(before.subList(0, 3), readAll().subList(0, 3));
    assertEquals(new TreeSet<>(), database.tablesWith(MARK));
    assertKeys("2");
  }

  private void assertKeys(String key) {
    database
        .keysInUse()
        .forEach((table, keys) -> assertEquals(List.of(key), keys, "keys of " + table));
    String status = cli.run("encryption", "status", "--all");
    assertEquals(5, status.lines().count(), status);
    assertTrue(status.lines().skip(1).allMatch(line -> line.matches(".*  " + key + " .*")), status);
  }

  @Test
  void changedCiphertextIsAnInternalError() {
    store();
    send(request("PUT", tokensOf("bob")).json(Json.deviceTokens(TOKEN + "-2", "b"))).expect(200);
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
      Answer refused = send(request("GET", tokensOf("ann"))).expect(500, "internal_error");
      assertFalse(refused.body().contains(changed), refused::body);
      send(request("PUT", tokensOf("ann")).json(Json.deviceTokens("new"))).expect(500);
      send(request("GET", tokensOf("bob"))).expect(200);
      send(request("GET", settingsOf("ann", slack))).expect(200);
    }
    assertTrue(
        TestServer.get().log().stream()
            .anyMatch(line -> line.contains("The column identifier (endpoints, project ")),
        "the log names the row");

    String failed = cli.runExpecting(1, "encryption", "rotate", "--project", project.id());
    assertTrue(failed.contains("can't be decrypted with the data key 1"), failed);
    database.sql("UPDATE endpoints SET identifier = '" + own + "'" + ann + " AND name IS NULL");
    cli.run("encryption", "rotate", "--project", project.id(), "--resume");
    assertKeys("2");
    readAll();

    swapBetweenColumnsAndRows();
  }

  /** Custom fields and preferences have equal text, and so have the stored responses. */
  private void swapBetweenColumnsAndRows() {
    database.sql("UPDATE users SET preferences = custom_fields WHERE custom_fields IS NOT NULL");
    send(request("GET", USER)).expect(500, "internal_error");
    send(Replays.keyed(request("PUT", settingsOf("bob", slack)).json(SLACK))).expect(200);
    String others =
        database.query("SELECT HEX(body) FROM idempotency_keys ORDER BY created_at DESC").get(0);
    database.sql("UPDATE idempotency_keys SET body = x'" + others + "'");
    send(keyed).expect(500, "internal_error");
    database.sql("DELETE FROM idempotency_keys");
    Replays.first(send(keyed));
  }

  private static String ofUser(String user) {
    return " WHERE user_id = (SELECT id FROM users WHERE external_id = '" + user + "')";
  }

  @Test
  void dataKeysAreRewrappedForANewMasterKey() {
    store();
    List<String> before = readAll();
    String wrapped = database.query("SELECT HEX(wrapped) FROM data_keys").get(0);
    String ciphertext = database.query("SELECT identifier FROM endpoints").get(0);

    database.masterKeys("# rotated", EncryptedDatabase.NEW_KEY, "", EncryptedDatabase.OLD_KEY);
    assertEquals("data_keys  1", cli.run("encryption", "rewrap").strip());
    assertEquals("data_keys  0", cli.run("encryption", "rewrap").strip());
    assertFalse(database.query("SELECT HEX(wrapped) FROM data_keys").contains(wrapped));
    assertEquals(ciphertext, database.query("SELECT identifier FROM endpoints").get(0));

    database.masterKeys(EncryptedDatabase.NEW_KEY);
    restart(database.environment());
    assertEquals(before, readAll());

    database.masterKeys(EncryptedDatabase.OLD_KEY);
    assertRefused(database.environment(), "NOTIFLOWS_MASTER_KEY_FILE");
    String message = cli.runExpecting(1, "settings", "export", "--project", project.id());
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
    store();
    cli.run("encryption", "rotate", "--project", project.id());
    assertEquals(List.of("1", "2"), database.query("SELECT id FROM data_keys ORDER BY id"));
    rotateLater(Duration.ofHours(23));
    assertEquals(List.of("1", "2", "3"), database.query("SELECT id FROM data_keys ORDER BY id"));
    rotateLater(Duration.ofHours(25));
    assertEquals(
        List.of("2", "3", "4"),
        database.query("SELECT id FROM data_keys ORDER BY id"),
        "2 was retired two hours before");
    readAll();
    assertKeys("4");
  }

  private void rotateLater(Duration later) {
    int code =
        NotiflowsCommand.commandLine(database.environment(), Clock.offset(Clock.systemUTC(), later))
            .setOut(new PrintWriter(Writer.nullWriter()))
            .execute("encryption", "rotate", "--all");
    assertEquals(0, code);
  }

  @Test
  void aKeyThatRowsUseIsNotDeleted() {
    store();
    database.sql("UPDATE endpoints SET identifier = 'AAAA' WHERE name IS NULL");
    cli.runExpecting(1, "encryption", "rotate", "--project", project.id());
    int code =
        NotiflowsCommand.commandLine(
                database.environment(), Clock.offset(Clock.systemUTC(), Duration.ofHours(25)))
            .setOut(new PrintWriter(Writer.nullWriter()))
            .setErr(new PrintWriter(Writer.nullWriter()))
            .execute("encryption", "rotate", "--all");
    assertEquals(1, code);
    assertEquals(List.of("1", "2", "3"), database.query("SELECT id FROM data_keys ORDER BY id"));
  }

  @Test
  void enablingEncryptsNewWritesAndReadsOldOnes() {
    restart(database.plainEnvironment());
    CommandLineRun plain = new CommandLineRun(database.plainEnvironment());
    database.sql("DELETE FROM data_keys");
    store();
    List<String> before = readAll();
    assertFalse(database.tablesWith(MARK).isEmpty());
    plain.runExpecting(1, "encryption", "rotate", "--all");

    restart(database.environment());
    assertEquals(before, readAll());
    send(request("PUT", tokensOf("bob")).json(Json.deviceTokens("new"))).expect(200);
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

  @Test
  void noKeyIsPrintedOrLogged() {
    store();
    database.masterKeys(EncryptedDatabase.OLD_KEY, EncryptedDatabase.OLD_KEY + "A", "short");
    String message = cli.runExpecting(2, "encryption", "status", "--all");

    assertTrue(message.contains("whose line 2 must be 32 random bytes"), message);
    assertTrue(message.contains("whose line 3"), message);
    assertFalse(message.contains("short") || message.contains("b2xk"), message);
    assertTrue(TestServer.get().log().stream().noneMatch(line -> line.contains("b2xk")), "the log");
    assertTrue(
        cli.runExpecting(2, "encryption", "rotate").contains("--project"), "neither is given");
    database.masterKeys(EncryptedDatabase.OLD_KEY);
    String nobody = new UUID(0, 3).toString();
    for (String command : new String[] {"rotate", "status", "decrypt"}) {
      assertTrue(
          cli.runExpecting(1, "encryption", command, "--project", nobody).contains("no project"));
    }
  }
}
