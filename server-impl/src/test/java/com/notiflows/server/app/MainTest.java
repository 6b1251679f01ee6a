package com.notiflows.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands that need no database: exit code 0 for success, 2 for invalid usage. */
class MainTest {

  private static final String ID = "018dfbef-8443-7000-8000-000000000001";

  private record Run(int code, String out, String err) {}

  private static Run run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(environment)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "--nonsense",
        "projects",
        "keys",
        "channels",
        "users",
        "projects nonsense",
        "projects create",
        "projects create one two",
        "projects list --nonsense",
        "keys create",
        "keys create --project not-a-uuid --kind secret",
        "keys create --project " + ID,
        "keys create --project " + ID + " --kind private",
        "keys create --project " + ID + " --kind secret --expires-in soon",
        "keys revoke --project " + ID,
        "keys revoke --project " + ID + " not-a-uuid",
        "channels create --project " + ID + " --provider apns",
        "channels create --project " + ID + " --provider apns --handle x --id x",
        "users create --project " + ID,
        "signing-keys register --project " + ID,
        "signing-keys retire --project " + ID,
        "origins list",
        "projects security-mode --project " + ID,
        "projects security-mode --project " + ID + " maybe",
        "projects require-if-match --project " + ID,
        "projects user-key-max-age --project " + ID,
        "projects user-key-max-age --project " + ID + " soon",
        "projects user-key-max-age --project " + ID + " 3600",
        "channels token-cap --project " + ID + " --token-cap many ios-push",
        "channels token-cap --project " + ID + " --token-overflow drop ios-push",
        "channels token-cap --project " + ID,
        "projects require-if-match --project " + ID + " maybe",
        "token user_12345",
        "token --signing-key x",
        "users list --project " + ID + " --limit many",
        "users list --project " + ID + " --limit 0",
        "migrate now",
        "serve now"
      })
  void invalidArgumentsExitWith2(String line) {
    Run run = run(Map.of(), line.isEmpty() ? new String[0] : line.split(" "));

    assertEquals(2, run.code(), run.err());
    assertFalse(run.err().isBlank());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate",
        "serve",
        "projects list",
        "projects create Acme",
        "keys list --project " + ID,
        "keys create --project " + ID + " --kind SECRET --expires-in P1D",
        "keys revoke --project " + ID + " " + ID,
        "signing-keys list --project " + ID,
        "signing-keys retire --project " + ID + " kid",
        "origins list --project " + ID,
        "origins set --project " + ID + " https://app.example.com",
        "projects security-mode --project " + ID + " off",
        "projects require-if-match --project " + ID + " on",
        "projects user-key-max-age --project " + ID + " P30D",
        "projects user-key-max-age --project " + ID + " none",
        "channels list --project " + ID,
        "channels token-cap --project " + ID + " --token-cap 5 ios-push",
        "channels create --project " + ID + " --provider apns --handle x",
        "users list --project " + ID,
        "users create --project " + ID + " u"
      })
  void invalidConfigurationExitsWith2WithoutAStackTrace(String line) {
    Run run =
        run(Map.of("NOTIFLOWS_DB_PASSWORD", "HUSH", "NOTIFLOWS_PORT", "HUSH"), line.split(" "));

    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("The configuration can't be used:"), run.err());
    assertTrue(run.err().contains("NOTIFLOWS_DB_URL must name"), run.err());
    assertTrue(run.err().contains("NOTIFLOWS_PORT must be"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertFalse(run.err().contains("HUSH"), run.err());
  }

  @Test
  void everyCommandPrintsItsHelp() {
    Map<String, CommandLine> commands = new TreeMap<>();
    collect("", Main.commandLine(Map.of()), commands);
    assertTrue(commands.size() >= 25, commands.keySet()::toString);

    for (Map.Entry<String, CommandLine> command : commands.entrySet()) {
      String line = (command.getKey() + " --help").strip();

      Run run = run(Map.of(), line.split(" "));

      assertEquals(0, run.code(), line);
      assertTrue(run.out().startsWith("Usage: notiflows" + command.getKey()), run.out());
      assertTrue(command.getValue().getCommandSpec().usageMessage().description().length > 0, line);
      assertEquals("", run.err());
    }
  }

  private static void collect(String name, CommandLine line, Map<String, CommandLine> found) {
    found.put(name, line);
    line.getSubcommands().forEach((sub, child) -> collect(name + " " + sub, child, found));
  }

  @Test
  void printsItsVersion() {
    Run run = run(Map.of(), "--version");

    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("notiflows "), run.out());
  }

  @Test
  void helpNamesTheDatabaseSettings() {
    String help = run(Map.of(), "--help").out();

    for (String key : new String[] {"NOTIFLOWS_DB_URL", "NOTIFLOWS_DB_USER", "Exit codes"}) {
      assertTrue(help.contains(key), help);
    }
  }
}
