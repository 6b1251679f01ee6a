package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.spec.BundledSpec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database prepares statements; the server also works if the database prepares none. */
class PreparedStatementsIT {

  private static final String APNS = settingsOf(DemoProject.APNS);

  @TempDir private Path folder;

  @Test
  void serverPreparesStatements() throws SQLException {
    TestServer server = TestServer.get();

    server.send(admin("GET", APNS));

    assertNotEquals(0, prepared(server.database()));
  }

  @Test
  void serverWorksWithoutPreparedStatements() throws SQLException {
    try (EmbeddedDatabase database =
            EmbeddedDatabase.start(
                TestServer.PRODUCT, folder, System.out::println, "--max-prepared-stmt-count=0");
        Components components = components(database)) {
      TestServer.prepare(components);
      DemoProject.seed(components.database());
      try (NotiflowsServer server = TestServer.start(components)) {
        Wire wire = new Wire(server.port());

        Answer stored = wire.send(put(APNS, Json.deviceTokens("one"))).expect(200);
        Answer patched =
            wire.send(admin("PATCH", APNS).json(Json.of("{'device_tokens':{'add':['two']}}")));
        Answer read = wire.send(admin("GET", APNS)).expect(200);

        assertEquals(Json.array("one"), stored.json().at("/settings/device_tokens").toString());
        assertEquals(
            Json.array("one", "two"), read.json().at("/settings/device_tokens").toString());
        assertEquals(read.body(), patched.expect(200).body());
        assertEquals(0, prepared(database));
      }
    }
  }

  private static Components components(EmbeddedDatabase database) {
    return new Components(
        Configuration.from(TestServer.environment(database)),
        BundledSpec.load(),
        Clock.systemUTC());
  }

  /** The number of prepared statements of all connections. */
  private static int prepared(EmbeddedDatabase database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'")) {
      rows.next();
      return rows.getInt(2);
    }
  }
}
