package com.notiflows.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration file that {@code NOTIFLOWS_CONFIG} names. */
class ConfigFileTest {

  private static final String URL = "NOTIFLOWS_DB_URL=jdbc:mysql://db.example.com:3306/notiflows";

  private final Path file;

  ConfigFileTest(@TempDir Path folder) {
    this.file = folder.resolve("notiflows.properties");
  }

  private void write(String permissions, String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private Configuration read(String... environment) {
    Map<String, String> all = new HashMap<>(Map.of("NOTIFLOWS_CONFIG", file.toString()));
    for (int i = 0; i < environment.length; i += 2) {
      all.put(environment[i], environment[i + 1]);
    }
    return Configuration.from(all);
  }

  private List<String> problems(String... environment) {
    ConfigException thrown = assertThrows(ConfigException.class, () -> read(environment));
    List<String> lines = String.valueOf(thrown.getMessage()).lines().toList();
    assertFalse(lines.toString().contains("HUSH"), "no value is printed");
    return lines.stream().skip(1).map(line -> line.replace(file.toString(), "FILE")).toList();
  }

  @Test
  void setsWhatTheEnvironmentDoesNotSet() throws IOException {
    write(
        "rw-r-----",
        "# Notiflows",
        "",
        URL + "?useSSL=true&x=y\r",
        "  NOTIFLOWS_DB_USER = jane  ",
        "NOTIFLOWS_DB_PASSWORD=#a b='c'\\n",
        "NOTIFLOWS_PORT=8081",
        "NOTIFLOWS_DB_POOL_SIZE=20",
        "NOTIFLOWS_TOKEN_DAYS=");

    Configuration configuration = read("NOTIFLOWS_PORT", "8082", "NOTIFLOWS_DB_POOL_SIZE", "");

    assertEquals("jdbc:mysql://db.example.com:3306/notiflows?useSSL=true&x=y", url(configuration));
    assertEquals("jane", configuration.database().user());
    assertEquals("#a b='c'\\n", configuration.database().password(), "taken as it is");
    assertEquals(8082, configuration.http().port(), "the environment wins");
    assertEquals(20, configuration.database().poolSize(), "an empty variable is not set");
    assertEquals(270, configuration.tokenDays(), "an empty value is not set");
  }

  private static String url(Configuration configuration) {
    return configuration.database().url();
  }

  @Test
  void reportsAllProblemsAtOnceWithTheirLines() throws IOException {
    write(
        "rw-------",
        "NOTIFLOWS_DB_URL=HUSH",
        "HUSH",
        "NOTIFLOWS_PORT=HUSH",
        "NOTIFLOWS_PROT=HUSH",
        "notiflows_port=HUSH",
        "NOTIFLOWS_PORT=HUSH",
        "JAVA_OPTS=HUSH",
        "NOTIFLOWS_DB_PASSWORD='HUSH'",
        "NOTIFLOWS_CONFIG=HUSH",
        "NOTIFLOWS_METRICS=HUSH",
        "NOTIFLOWS_OTLP_ENDPOINT=HUSH",
        "NOTIFLOWS_OTLP_SERVICE=HUSH HUSH");

    List<String> problems = problems("NOTIFLOWS_TOKEN_DAYS", "0", "NOTIFLOWS_METRICS", "yes");

    assertEquals(
        List.of(
            "  - FILE, line 2 must be NAME=value, a comment (#), or empty",
            "  - FILE, line 5 must be NAME=value, a comment (#), or empty",
            "  - FILE, line 6 sets NOTIFLOWS_PORT again",
            "  - FILE, line 8: remove the quotes around the value of NOTIFLOWS_DB_PASSWORD; they"
                + " would be part of it",
            "  - FILE, line 9: a file can't name another file",
            "  - JAVA_OPTS (FILE, line 7) is not known.",
            "  - NOTIFLOWS_PROT (FILE, line 4) is not known.",
            "  - NOTIFLOWS_DB_URL (FILE, line 1) must name a MySQL or MariaDB database",
            "  - NOTIFLOWS_PORT (FILE, line 3) must be a whole number from 0 to 65535",
            "  - NOTIFLOWS_METRICS must be true or false",
            "  - NOTIFLOWS_OTLP_SERVICE (FILE, line 12) must have 1 to 100 letters, digits, dots,"
                + " hyphens or underscores",
            "  - NOTIFLOWS_OTLP_ENDPOINT (FILE, line 11) must be an http or https URL without user,"
                + " query and /v1/traces",
            "  - NOTIFLOWS_TOKEN_DAYS must be a whole number from 1 to 36500"),
        problems.stream()
            .map(line -> line.replaceAll("( is not known\\.|, for example).*", "$1"))
            .map(line -> line.replace(", for example", ""))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOTIFLOWS_DB_PASSWORD=HUSH",
        "NOTIFLOWS_REDIS_URL=redis://:HUSH@redis.example.com",
        "NOTIFLOWS_DB_URL=jdbc:mysql://u:HUSH@db.example.com/notiflows",
        "NOTIFLOWS_DB_URL=jdbc:mysql://db.example.com/notiflows?password=HUSH"
      })
  void refusesAPasswordThatEveryUserCanRead(String line) throws IOException {
    String[] rest = line.startsWith("NOTIFLOWS_DB_URL") ? new String[0] : new String[] {URL};
    String[] lines = rest.length == 0 ? new String[] {line} : new String[] {URL, line};
    write("rw-r--r--", lines);

    assertEquals(
        List.of(
            "  - FILE contains a password or a key, and every user can read it. Run chmod o-rwx on the file"),
        problems());

    write("rw-r-----", lines);
    assertEquals(16, read().database().poolSize());
  }

  @Test
  void everyUserMayReadAFileWithoutAPassword() throws IOException {
    write("rw-r--r--", URL);

    assertEquals(
        "p", read("NOTIFLOWS_DB_PASSWORD", "p").database().password(), "from the environment");
  }

  @Test
  void reportsAFileThatCannotBeRead() throws IOException {
    assertEquals(
        List.of(
            "  - NOTIFLOWS_CONFIG names the file FILE, which can't be read: there is no such file"),
        problems());

    Files.createDirectory(file);
    assertTrue(problems().get(0).startsWith("  - NOTIFLOWS_CONFIG names the file FILE, which"));
    Files.delete(file);

    Files.write(file, "NOTIFLOWS_DB_USER=\u00fc".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(problems().get(0).endsWith("it is not text in UTF-8"));

    Files.writeString(file, "#".repeat(64 * 1024 + 1));
    assertTrue(problems().get(0).endsWith("it is larger than 65536 bytes"));
  }
}
