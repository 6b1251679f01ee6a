package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data keys are rotated while two servers write; the command is killed and resumed. */
@Timeout(240)
class EncryptionRotationIT {

  private static final int USERS = 1_500;
  private static final int WRITERS = 4;
  private static final int OWN_USERS = 20;

  private final EncryptedDatabase database = new EncryptedDatabase();
  private final CommandLineRun cli = new CommandLineRun(database.environment());
  private final CliProject project = CliProject.create(cli, "apns");
  private final OwnServer one = OwnServer.of(database.environment());
  private final OwnServer other = OwnServer.of(database.environment());
  private final AtomicBoolean isOver = new AtomicBoolean();

  /** What was acknowledged last, by user. */
  private final Map<String, Set<String>> acknowledged = new ConcurrentHashMap<>();

  @AfterEach
  void stop() {
    one.close();
    other.close();
    database.drop();
  }

  private void importUsers() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < USERS; i++) {
      String user = i < WRITERS * OWN_USERS ? "w" + i : "u" + i;
      lines.append(
          Json.of(
              "{'user_id':'%s','channel':'main','settings':{'device_tokens':['first-%s']}}\n",
              user, user));
      acknowledged.put(user, Set.of("first-" + user));
    }
    Path file = Files.writeString(database.folder().resolve("users.ndjson"), lines);
    cli.run("settings", "import", "--project", project.id(), file);
  }

  /** Replaces tokens and adds some, with idempotency keys, at both servers in turn. */
  private int write(int writer) {
    int writes = 0;
    while (!isOver.get()) {
      String user = "w" + (writer * OWN_USERS + writes % OWN_USERS);
      OwnServer server = writes % 2 == 0 ? one : other;
      String token = user + "-" + writes;
      boolean isPut = writes % 3 == 0;
      Request request =
          isPut
              ? project.settings("PUT", user).json(Json.deviceTokens(token))
              : project
                  .settings("PATCH", user)
                  .json(Json.of("{'device_tokens':{'add':['%s']}}", token));
      server.wire().send(Replays.keyed(request)).expect(200);
      Set<String> tokens = new TreeSet<>(isPut ? Set.of() : acknowledged.get(user));
      tokens.add(token);
      acknowledged.put(user, tokens.size() < 50 ? tokens : reset(user));
      writes++;
    }
    return writes;
  }

  private Set<String> reset(String user) {
    one.wire()
        .send(project.settings("PUT", user).json(Json.deviceTokens("reset-" + user)))
        .expect(200);
    return Set.of("reset-" + user);
  }

  @Test
  void rotationUnderLoadLosesNothing() throws Exception {
    importUsers();
    Map<String, String> times = times();
    List<Integer> done =
        Concurrently.run(
            WRITERS + 1,
            i -> {
              if (i < WRITERS) {
                return write(i);
              }
              try {
                killInTheMiddle();
                cli.run("encryption", "rotate", "--project", project.id(), "--resume");
                return 1;
              } finally {
                isOver.set(true);
              }
            });

    assertTrue(done.stream().allMatch(count -> count > 0), done::toString);
    TreeMap<String, List<String>> keys = database.keysInUse();
    keys.remove("users");
    keys.forEach((table, used) -> assertEquals(List.of("2"), used, table));
    assertEquals(acknowledged, stored());
    Map<String, String> after = times();
    times.forEach((id, time) -> assertEquals(time, after.get(id), "updated_at of " + id));
    assertEquals(counts(), countsOfStatus());
  }

  /** More users than a page of `encryption status` has. */
  private Map<String, String> counts() {
    return Map.of(
        "channel_settings", database.query("SELECT COUNT(*) FROM channel_settings").get(0),
        "endpoints", database.query("SELECT COUNT(*) FROM endpoints").get(0),
        "idempotency_keys",
            database.query("SELECT COUNT(*) FROM idempotency_keys WHERE body IS NOT NULL").get(0));
  }

  private Map<String, String> countsOfStatus() {
    Map<String, String> counts = new TreeMap<>();
    for (JsonNode use : cli.json("encryption", "status", "--project", project.id(), "--json")) {
      if (!use.path("table").asText().equals("users")) {
        counts.put(use.path("table").asText(), use.path("rows").asText());
      }
    }
    return counts;
  }

  /** When the settings of those users changed last who are not written to. */
  private Map<String, String> times() {
    Map<String, String> times = new TreeMap<>();
    database
        .query(
            "SELECT CONCAT(CONVERT(u.external_id USING utf8mb4), ' ', s.updated_at)"
                + " FROM channel_settings s JOIN users u ON u.id = s.user_id"
                + " WHERE u.external_id LIKE 'u%'")
        .forEach(row -> times.put(row.split(" ", 2)[0], row.split(" ", 2)[1]));
    assertEquals(USERS - WRITERS * OWN_USERS, times.size());
    return times;
  }

  private void killInTheMiddle() throws InterruptedException {
    try (Child child =
        Child.start(
            database.folder(),
            new TreeMap<>(database.environment()),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.notiflows.server.app.Main",
                "encryption",
                "rotate",
                "--project",
                project.id()))) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (rotated() < USERS / 10 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      child.kill();
    }
    long rotated = rotated();
    assertTrue(rotated > 0 && rotated < USERS, "killed in the middle: " + rotated);
  }

  private long rotated() {
    return Long.parseLong(
        database.query("SELECT COUNT(*) FROM channel_settings WHERE key_id = 2").get(0));
  }

  private Map<String, Set<String>> stored() {
    Map<String, Set<String>> stored = new TreeMap<>();
    for (String user : acknowledged.keySet()) {
      JsonNode settings =
          one.wire()
              .send(
                  Request.of("GET", settingsOf(user, project.channel()))
                      .keys(project.publicKey(), project.secretKey()))
              .expect(200)
              .json();
      Set<String> tokens = new TreeSet<>();
      settings.at("/settings/device_tokens").forEach(token -> tokens.add(token.asText()));
      stored.put(user, tokens);
    }
    return stored;
  }
}
