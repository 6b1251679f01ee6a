package com.notiflows.benchmark.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The kinds of work that the server is compared with. */
public enum JdbcKind {

  /** See {@link SameWork}. */
  SAME_WORK("jdbcSameWork", "JDBC, the same work as a PUT of a new token"),

  /** See {@link LookUpAndUpsert}. */
  UPSERT("jdbcUpsert", "JDBC, look-up and upsert"),

  /** See {@link LookUp}. */
  LOOK_UP("jdbcLookUp", "JDBC, look-up");

  private final String id;
  private final String title;

  JdbcKind(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** The name in figures. */
  public String id() {
    return id;
  }

  /** A description for people. */
  public String title() {
    return title;
  }

  Work on(Connection connection) throws SQLException {
    return switch (this) {
      case SAME_WORK -> new SameWork(connection);
      case UPSERT -> new LookUpAndUpsert(connection);
      case LOOK_UP -> new LookUp(connection);
    };
  }
}
