package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what JDBC and MyBatis throw into a {@link DatabaseException}, in one place. */
final class SqlErrors {

  /** What a statement that waits for no lock ends with: on MariaDB, on MySQL. */
  private static final Set<Integer> LOCKED = Set.of(1205, 3572);

  /**
   * The driver can't connect by the options of the URL. An absent server has another state of the
   * class.
   */
  private static final String BAD_OPTION = "08001";

  private SqlErrors() {}

  static DatabaseException convert(Throwable thrown) {
    SQLException cause = sqlCause(thrown);
    return new DatabaseException(kind(cause), cause, thrown);
  }

  /** Whether a lock was held, for {@code NOWAIT} or until the wait timed out. */
  static boolean isLocked(Throwable thrown) {
    SQLException cause = sqlCause(thrown);
    return cause != null && LOCKED.contains(cause.getErrorCode());
  }

  /**
   * Whether the database is not there yet, or not ready for connections, so that waiting may help.
   * Refused users, unknown databases and options that the driver can't read are not among that.
   */
  static boolean isAbsence(Throwable thrown) {
    SQLException cause = sqlCause(thrown);
    if (cause == null) {
      return false;
    }
    String state = String.valueOf(cause.getSQLState());
    boolean isOfConnection =
        ErrorNumbers.kind(cause.getErrorCode()).isPresent()
            || (state.startsWith("08") && !state.equals(BAD_OPTION));
    Kind kind = kind(cause);
    return kind == Kind.OVERLOADED || (kind == Kind.AWAY && isOfConnection);
  }

  /** Whether a connection could not be opened or broke, and no error of the database says why. */
  static boolean isSilence(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return failure.getErrorCode() == 0 && state.startsWith("08") && !state.equals(BAD_OPTION);
  }

  /** What a failure means: by its number, else by its class and SQL state. */
  static Kind kind(@Nullable SQLException cause) {
    if (cause == null) {
      return Kind.FAULT;
    }
    return ErrorNumbers.kind(cause.getErrorCode()).orElseGet(() -> kindOfUnlisted(cause));
  }

  private static Kind kindOfUnlisted(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (cause instanceof SQLTransientConnectionException) {
      // The pool knows of no failed connection: all are in use, or being opened.
      boolean isBusy = state.isEmpty() && cause.getCause() == null;
      return isBusy ? Kind.OVERLOADED : Kind.AWAY;
    }
    if (state.startsWith("40")) { // rolled back
      return Kind.CONFLICT;
    }
    if (state.startsWith("08")) { // connection
      return Kind.AWAY;
    }
    return state.startsWith("70") ? Kind.OVERLOADED : Kind.FAULT; // interrupted
  }

  private static @Nullable SQLException sqlCause(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
