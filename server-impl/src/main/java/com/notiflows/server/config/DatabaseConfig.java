package com.notiflows.server.config;

/**
 * The connection to the database.
 *
 * @param url a JDBC URL that starts with {@code jdbc:mysql:}
 * @param user may be empty
 * @param password may be empty; never printed
 * @param poolSize maximum number of connections
 * @param migrateAtStart whether the server migrates the schema at startup
 */
public record DatabaseConfig(
    String url, String user, String password, int poolSize, boolean migrateAtStart) {

  /** Omits the password, and the URL because it may contain one. */
  @Override
  public String toString() {
    return "DatabaseConfig[poolSize=" + poolSize + ", migrateAtStart=" + migrateAtStart + "]";
  }
}
