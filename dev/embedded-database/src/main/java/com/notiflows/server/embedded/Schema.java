package com.notiflows.server.embedded;

import java.util.List;

/** The database and the user that are created in a new data folder. */
final class Schema {

  static final String DATABASE = "notiflows";
  static final String USER = "notiflows";
  static final String PASSWORD = "notiflows";

  private static final String ACCOUNT = "'" + USER + "'@'%'";

  private Schema() {}

  /** One statement per line, as both products require for initialization SQL. */
  static List<String> statements() {
    return List.of(
        // MySQL does not apply its server collation while it initialises
        "CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;",
        "CREATE USER " + ACCOUNT + " IDENTIFIED BY '" + PASSWORD + "';",
        "GRANT ALL ON " + DATABASE + ".* TO " + ACCOUNT + ";",
        "GRANT ALL ON `" + DATABASE + "\\_%`.* TO " + ACCOUNT + ";");
  }
}
