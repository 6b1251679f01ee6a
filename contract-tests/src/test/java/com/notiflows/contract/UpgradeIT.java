package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two versions on one database: the distribution, and the same with further migrations on its class
 * path.
 */
class UpgradeIT {

  private static final TestServer SERVER = TestServer.get();
  private static final String DATABASE = "notiflows_upgrade";
  private static final String LISTENING = "Listening on 127.0.0.1 port (\\d+)";

  /** Takes longer than any statement of a request may. */
  private static final String EXPAND =
      """
      ALTER TABLE users ADD COLUMN nickname VARCHAR(255) NULL;
      DO SLEEP(21);
      CREATE TABLE nicknames (project_id BINARY(16) NOT NULL, nickname VARCHAR(255) NOT NULL);
      """;

  private static final String CONTRACT = "ALTER TABLE users DROP COLUMN nickname;";

  private final Map<String, String> settings = TestServer.toServe(SERVER.environmentOf(DATABASE));
  private final CommandLineRun cli = new CommandLineRun(settings);

  private CliProject project = new CliProject("", "", "", "");

  @BeforeEach
  void createADatabaseOfTheOldVersion() {
    SERVER.sql("DROP DATABASE IF EXISTS " + DATABASE);
    SERVER.sql("CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4");
    cli.run("migrate");
    project = CliProject.create(cli, "slack", "jane");
  }

  @AfterEach
  void dropTheDatabase() {
    SERVER.sql("DROP DATABASE " + DATABASE);
  }

  @Test
  void bothVersionsServeOneDatabase() throws Exception {
    Distribution old = Distribution.unpack("upgrade-old");
    Distribution next = Distribution.unpack("upgrade-next");
    addMigration(next, "V2__expand_users_by_a_nickname.sql", EXPAND);

    try (Child first = old.run(settings, "serve")) {
      Wire oldServer = listening(first);
      AtomicInteger during = new AtomicInteger();
      try (Child second = next.run(settings, "serve")) {
        second.await("Started on ");
        while (!second.err().contains("Listening on ")) {
          writeAndRead(oldServer, oldServer, "during-" + during.incrementAndGet());
          assertTrue(second.isAlive(), second::err);
        }
        assertTrue(during.get() > 20, "the old version served while the schema changed");
        assertEquals("2", version());

        Wire nextServer = listening(second);
        writeAndRead(oldServer, nextServer, "from-old-to-next");
        writeAndRead(nextServer, oldServer, "from-next-to-old");
      }
    }
    settings.put("NOTIFLOWS_DB_MIGRATE", "false");
    try (Child again = old.run(settings, "serve")) {
      Wire server = listening(again);
      writeAndRead(server, server, "old-version-starts-on-the-expanded-schema");
    }
  }

  @Test
  void aVersionThatCannotUseTheSchemaDoesNotStart() throws Exception {
    Distribution old = Distribution.unpack("upgrade-old");
    Distribution next = Distribution.unpack("upgrade-next");
    Distribution last = Distribution.unpack("upgrade-last");
    String expand = "ALTER TABLE users ADD COLUMN nickname VARCHAR(255) NULL;";
    addMigration(next, "V2__expand_users_by_a_nickname.sql", expand);
    addMigration(last, "V2__expand_users_by_a_nickname.sql", expand);
    addMigration(last, "V3__contract_since_2_drop_nickname.sql", CONTRACT);
    try (Child migrate = last.run(settings, "migrate")) {
      assertEquals(0, migrate.exit(), migrate::err);
    }
    assertEquals("3", version());

    settings.put("NOTIFLOWS_DB_MIGRATE", "false");
    String message =
        "migrated for a newer version: this one knows the schema up to 1 and can't use 3 (contract"
            + " since 2 drop nickname). Start the newer version.";
    for (String command : new String[] {"serve", "migrate"}) {
      try (Child refused = old.run(settings, command)) {
        assertEquals(1, refused.exit(), refused::err);
        assertTrue(refused.err().contains(message), refused::err);
      }
    }
    try (Child served = next.run(settings, "serve")) {
      Wire server = listening(served);
      writeAndRead(server, server, "the-version-before-serves");
    }
  }

  private static Wire listening(Child server) {
    return new Wire(Integer.parseInt(server.await(LISTENING).group(1)));
  }

  private void writeAndRead(Wire writer, Wire reader, String value) {
    String body = Json.of("{'settings':{'slack_user_id':'%s'}}", value);
    writer.send(request("PUT").json(body)).expect(200);
    assertEquals(
        value,
        reader.send(request("GET")).expect(200).json().at("/settings/slack_user_id").asText());
  }

  private Request request(String method) {
    return project.settings(method, "jane");
  }

  private static String version() {
    return SERVER.query(
        "SELECT MAX(version) FROM " + DATABASE + ".flyway_schema_history WHERE success");
  }

  /** Adds a JAR, as a newer version would have the migration in its own. */
  private static void addMigration(Distribution distribution, String name, String sql)
      throws IOException {
    try (OutputStream file =
            Files.newOutputStream(distribution.home().resolve("lib/" + name + ".jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      for (String folder : new String[] {"db/", "db/migration/"}) {
        jar.putNextEntry(new JarEntry(folder));
      }
      jar.putNextEntry(new JarEntry("db/migration/" + name));
      jar.write(sql.getBytes(StandardCharsets.UTF_8));
    }
  }
}
