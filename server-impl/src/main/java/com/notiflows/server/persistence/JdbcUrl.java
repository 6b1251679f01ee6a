package com.notiflows.server.persistence;

import com.notiflows.server.problem.AdministrationException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;

/** Checks a JDBC URL before anything uses it, since drivers and pools quote it when they fail. */
final class JdbcUrl {

  private static final String FAULT =
      "NOTIFLOWS_DB_URL is no JDBC URL that the driver can read. It looks like"
          + " jdbc:mysql://db.example.com:3306/notiflows; what is special in a name or a value must be"
          + " percent-encoded. User and password belong into NOTIFLOWS_DB_USER and"
          + " NOTIFLOWS_DB_PASSWORD.";

  /** Without a server, the driver would take all of it for the name of a local database. */
  private static final Pattern WITH_SERVER = Pattern.compile("jdbc:mysql:([a-z]+:)?//\\S+");

  private JdbcUrl() {}

  /**
   * Has the driver read the URL.
   *
   * @throws AdministrationException if it can't; the message does not repeat the URL
   */
  static void check(Driver driver, String url) {
    if (!isReadable(driver, url)) {
      throw new AdministrationException(FAULT);
    }
  }

  private static boolean isReadable(Driver driver, String url) {
    try {
      return WITH_SERVER.matcher(url).matches()
          && driver.acceptsURL(url)
          && driver.getPropertyInfo(url, new Properties()).length > 0;
    } catch (SQLException | RuntimeException e) {
      return false; // its message quotes the URL
    }
  }
}
