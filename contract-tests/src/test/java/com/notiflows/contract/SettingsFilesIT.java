package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Export of a project's settings to a file, and import into another project. */
class SettingsFilesIT {

  /** 1,000,000 with {@code -Pmany-users}. */
  private static final int MANY = Integer.getInteger("users", 12_000);

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant from = projects.create("export");
  private final Projects.Tenant into = projects.create("import");
  private final CommandLineRun cli = new CommandLineRun(server.environment());
  private final Path folder = Artifacts.freshFolder("settings-files");

  private Object[] command(String name, Projects.Tenant tenant, Object... more) {
    List<Object> command = new ArrayList<>(List.of("settings", name, "--project", tenant.id()));
    command.addAll(List.of(more));
    return command.toArray();
  }

  private List<String> exported(Projects.Tenant tenant) {
    return cli.run(command("export", tenant)).lines().sorted().toList();
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("in.ndjson"), String.join("\n", lines));
  }

  private static String push(String user, String... tokens) {
    return Json.of(
        "{'user_id':'%s','channel':'apns','settings':{'device_tokens':[%s]}}",
        user, String.join(",", List.of(tokens).stream().map(t -> '"' + t + '"').toList()));
  }

  private boolean isCheckpointThere() {
    return Files.exists(folder.resolve("in.ndjson.checkpoint"));
  }

  @Test
  void exportedSettingsAreImportedUnchanged() throws IOException {
    UUID apns = projects.channel(from, "apns");
    UUID slack = projects.channel(from, "slack");
    projects.channel(into, "slack");
    projects.channel(into, "apns");
    for (String user : List.of("ann", "bob", "%C3%BC%2F%22%20")) {
      server.send(from.put("/admin/users/" + user, "{}")).expect(201);
      String tokens = Json.deviceTokens("phone", "日本-" + user);
      server.send(from.put(settingsOf(user, apns), tokens)).expect(200);
    }
    String bobsToken = Json.deviceTokens("日本-bob");
    server.send(from.put(settingsOf("ann", apns), bobsToken)).expect(200);
    String slackBody = Json.of("{'settings':{'slack_user_id':'U1','slack_channel_id':'C1'}}");
    server.send(from.put(settingsOf("bob", slack), slackBody)).expect(200);

    Path file = folder.resolve("all.ndjson");
    assertEquals("settings  4", cli.run(command("export", from, "--output", file)).strip());
    List<String> lines = exported(from);
    assertEquals(lines, Files.readAllLines(file).stream().sorted().toList());
    assertTrue(lines.stream().anyMatch(line -> line.contains("[]")), "an empty list");

    for (int i = 0; i < 2; i++) {
      cli.run(command("import", into, file));
      assertEquals(lines, exported(into), "also the second time");
    }
    try (var left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList(), "no temporary files");
    }
  }

  @Test
  void invalidLinesAreReportedAndSkipped() throws IOException {
    projects.channel(into, "apns");
    String secret = "SecretToken";
    Path file =
        file(
            "\uFEFF" + push("ann", "a1"),
            "",
            Json.of("{'user_id':'%s", secret),
            "[]",
            push("ann", secret + " "),
            push("bob", secret).replace("apns", "fcm"),
            push("", secret),
            push("\\ud800", secret),
            push("eve", secret).replace("device_tokens", "more\":1,\"device_tokens"),
            push("bob", secret).replace("}}", "},\"x\":1}"),
            push("x".repeat(9_000_000), secret),
            push("ann", "a2"),
            push("bob", "a2", "b1") + "\r",
            push("ann", "a3"));

    String message = cli.runExpecting(1, command("import", into, file));

    assertFalse(message.contains(secret), message);
    List<String> numbers = new ArrayList<>();
    message.lines().forEach(line -> numbers.add(line.replaceAll("^Line (\\d+) .*", "$1")));
    assertEquals(
        List.of("3", "4", "5", "6", "7", "8", "9", "10", "11"),
        numbers.stream().sorted(java.util.Comparator.comparing(Integer::parseInt)).toList(),
        message);
    assertTrue(message.contains("Line 5 is refused: settings.device_tokens[0] "), message);
    assertEquals(
        List.of(push("ann", "a3"), push("bob", "a2", "b1")).stream().sorted().toList(),
        exported(into).stream().filter(line -> !line.contains("eve")).sorted().toList());
    assertEquals(
        "2",
        server.query("SELECT COUNT(*) FROM users WHERE " + ofProject()),
        "invalid lines create no users");
    assertFalse(isCheckpointThere());
  }

  @Test
  void killedImportCanBeResumed() throws Exception {
    projects.channel(into, "apns");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      lines.append(push("u" + i, "token-" + i)).append('\n');
    }
    Path file = file(lines.toString());

    try (Child child =
        Child.start(folder, new TreeMap<>(server.environment()), java("import", into, file))) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!isCheckpointThere() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      child.kill();
    }
    assertTrue(isCheckpointThere());
    long before = count();
    assertTrue(before > 0 && before < MANY, "killed in the middle: " + before);
    server.sql("UPDATE channel_settings SET updated_at = '2020-01-01' WHERE " + ofProject());

    assertTrue(
        cli.runExpecting(1, command("import", from, file, "--resume")).contains("another project"));
    String message = cli.run(command("import", into, file, "--resume"));

    assertTrue(message.matches("(?s).*" + MANY + "  " + MANY + "  *0.*"), message);
    assertEquals(MANY, count());
    assertFalse(isCheckpointThere());
    long imported =
        Long.parseLong(server.query("SELECT COUNT(*) FROM endpoints WHERE " + ofProject()));
    assertEquals(MANY, imported);
    assertEquals(lines.toString().lines().sorted().toList(), exported(into), "in many pages");
  }

  @Test
  void importsTheLongestSettings() throws IOException {
    projects.channel(into, "apns");
    String[] tokens = new String[100];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = "\\ud83d\\ude00".repeat(4_093) + (100 + i);
    }
    Path file = file(push("ann", tokens));
    assertTrue(Files.size(file) > 4_900_000);

    cli.run(command("import", into, file));

    String line = exported(into).get(0);
    assertTrue(line.equalsIgnoreCase(Files.readString(file)), "the export differs from the import");
  }

  @Test
  void rejectsFilesThatAreNotUtf8() throws IOException {
    projects.channel(into, "apns");
    Path file = folder.resolve("in.ndjson");
    Files.writeString(file, "\uFEFF" + push("ann", "t"), StandardCharsets.UTF_16BE);

    assertTrue(cli.runExpecting(1, command("import", into, file)).contains("is not UTF-8"));
  }

  @Test
  void reportsFileAndProjectErrors() throws IOException {
    assertTrue(cli.runExpecting(1, command("import", into, folder)).contains("can't be read"));
    Path nowhere = folder.resolve("none").resolve("out.ndjson");
    assertTrue(
        cli.runExpecting(1, command("export", into, "--output", nowhere))
            .contains("can't be written"));

    assertTrue(
        cli.runExpecting(1, "settings", "export", "--project", new UUID(0, 3))
            .contains("no project"));
    assertTrue(
        cli.runExpecting(1, "settings", "import", "--project", new UUID(0, 3), file(""))
            .contains("no project"));
    assertTrue(
        cli.runExpecting(1, command("import", into, folder.resolve("none.ndjson")))
            .contains("can't be read"));
    Files.writeString(folder.resolve("in.ndjson.checkpoint"), "{");
    assertTrue(
        cli.runExpecting(1, command("import", into, file(""), "--resume"))
            .contains("can't be read"));
    cli.run(command("import", into, file("")));
    assertFalse(isCheckpointThere());
  }

  private long count() {
    return Long.parseLong(
        server.query("SELECT COUNT(*) FROM channel_settings WHERE " + ofProject()));
  }

  private String ofProject() {
    return "project_id = x'" + into.id().toString().replace("-", "") + "'";
  }

  private static List<String> java(String name, Projects.Tenant tenant, Path file) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "com.notiflows.server.app.Main",
        "settings",
        name,
        "--project",
        tenant.id().toString(),
        file.toString());
  }
}
