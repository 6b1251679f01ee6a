package com.notiflows.server.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Settings of the database, which are the same for every product. */
class DatabaseSettingsIT {

  private static final Product PRODUCT = EmbeddedDatabaseIT.PRODUCT;
  private static final Path FOLDER = Path.of("target", "embedded", "settings");

  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() throws IOException, SQLException {
    Folders.delete(FOLDER);
    database = EmbeddedDatabase.start(PRODUCT, FOLDER, System.out::println);
    Rows.create(database);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
    Folders.delete(FOLDER);
  }

  @Test
  void startsTheChosenProduct() throws SQLException {
    String version = Rows.query(database, "SELECT VERSION()").get(0);

    String expected =
        switch (PRODUCT) {
          case MARIADB -> "1[1-9]\\..*MariaDB.*";
          case MARIADB10 -> "10\\..*MariaDB.*";
          case MYSQL8 -> "8\\.0\\.\\d+";
        };
    assertTrue(version.matches(expected), version);
  }

  @Test
  void storesFourByteCharactersAndComparesTextBinary() throws SQLException {
    List<String> written = List.of("\uD83D\uDCF1 pushed", "A", "a");
    for (String body : written) {
      Rows.add(database, body); // the primary key accepts 'a' and 'A'
    }

    assertEquals(
        written, Rows.query(database, "SELECT body FROM note ORDER BY LENGTH(body) DESC, body"));
  }

  @Test
  void isDurableAndListensOnLoopbackOnly() throws SQLException {
    String sql = "SELECT CONCAT(@@innodb_flush_log_at_trx_commit, ' ', @@bind_address)";

    assertEquals(List.of("1 127.0.0.1"), Rows.query(database, sql));
  }

  @Test
  void everyDatabaseHasTheSameCollation() throws SQLException {
    Rows.execute(database, "CREATE DATABASE notiflows_collation");

    List<String> collations =
        Rows.query(
            database,
            "SELECT default_collation_name FROM information_schema.schemata"
                + " WHERE schema_name LIKE 'notiflows%'");
    Rows.execute(database, "DROP DATABASE notiflows_collation");

    assertEquals(List.of("utf8mb4_bin", "utf8mb4_bin"), collations);
  }

  @Test
  void userMayCreateOnlyDatabasesWithThePrefix() throws SQLException {
    Rows.execute(database, "CREATE DATABASE notiflows_test_1");
    Rows.execute(database, "CREATE TABLE notiflows_test_1.t (id INT PRIMARY KEY)");
    Rows.execute(database, "DROP DATABASE notiflows_test_1");

    assertThrows(SQLException.class, () -> Rows.execute(database, "CREATE DATABASE strange"));
    assertThrows(SQLException.class, () -> Rows.execute(database, "CREATE DATABASE notiflowsx"));
  }
}
