package com.notiflows.server.config;

/**
 * Where the database is.
 *
 * @param url a JDBC URL that starts with {@code jdbc:mysql:}
 * @param user may be empty
 * @param password may be empty; never printed
 * @param poolSize how many connections at the most
 * @param migrateAtStart whether a starting server brings the schema up to date
 */
public record DatabaseConfig(
    String url, String user, String password, int poolSize, boolean migrateAtStart) {

  /** Leaves the password and the URL out, which may hold one. */
  @Override
  public String toString() {
    return "DatabaseConfig[poolSize=" + poolSize + ", migrateAtStart=" + migrateAtStart + "]";
  }
}
