package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what JDBC and MyBatis throw into a {@link DatabaseException}, in one place. */
final class SqlErrors {

  /** A statement was prepared for tables that have changed since. */
  private static final int NEEDS_PREPARING_AGAIN = 1615;

  private static final Set<Integer> CONFLICTS = Set.of(1213, 1020, 3572, NEEDS_PREPARING_AGAIN);

  private static final int LOCK_WAIT_TIMEOUT = 1205;

  /** What a statement that waits for no lock ends with: on MariaDB, on MySQL. */
  private static final Set<Integer> LOCKED = Set.of(1205, 3572);

  private static final Set<Integer> AWAY =
      Set.of(
          1040, 1041, 1042, 1043, 1047, 1053, 1077, 1079, 1080, 1152, 1158, 1159, 1160, 1161, 1290,
          1836, 1927, 2002, 2003, 2006, 2013, 3024);

  private SqlErrors() {}

  static DatabaseException convert(Throwable thrown) {
    SQLException cause = sqlCause(thrown);
    return new DatabaseException(kind(cause), cause, thrown);
  }

  /** Whether a statement with {@code NOWAIT} met a lock. Others may have waited in vain. */
  static boolean isLocked(Throwable thrown) {
    SQLException cause = sqlCause(thrown);
    return cause != null && LOCKED.contains(cause.getErrorCode());
  }

  private static Kind kind(@Nullable SQLException cause) {
    if (cause == null) {
      return Kind.FAULT;
    }
    int error = cause.getErrorCode();
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (error == LOCK_WAIT_TIMEOUT) { // its state says that it may be tried again: not at once
      return Kind.BUSY;
    }
    if (CONFLICTS.contains(error) || state.startsWith("40")) {
      return Kind.CONFLICT;
    }
    if (cause instanceof SQLTransientConnectionException
        || AWAY.contains(error)
        || state.startsWith("08")) {
      return Kind.AWAY;
    }
    return switch (error) {
      case 1062 -> Kind.DUPLICATE;
      case 1216, 1452 -> Kind.PARENT_GONE;
      default -> Kind.FAULT;
    };
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
