package com.notiflows.server.persistence;

import com.notiflows.server.problem.SafeMessage;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A statement failed. Holds what kind of failure it was and nothing of the database's own text,
 * which may repeat values.
 */
public final class DatabaseException extends RuntimeException implements SafeMessage {

  private static final long serialVersionUID = 1L;

  /** What a failure means to the caller of a transaction. */
  public enum Kind {
    /** A deadlock: run the transaction again. */
    CONFLICT,
    /** Others hold what is needed for too long; nothing is written, and it may be tried later. */
    BUSY,
    /** The database has no free connection or no capacity, or gave up a statement. */
    OVERLOADED,
    /** The database is full or read-only. */
    UNWRITABLE,
    /** The database can't be reached, or does not serve. */
    AWAY,
    /** A row that is referred to is gone. */
    PARENT_GONE,
    /** A row with the same key is there. */
    DUPLICATE,
    /** Anything else: a fault of the server or the schema. */
    FAULT
  }

  /** The connection was closed already, so the driver did not send the statement. */
  private static final String CLOSED = "08003";

  private final Kind kind;
  private final String advice;
  private final boolean isUnsent;

  DatabaseException(Kind kind, @Nullable SQLException cause, Throwable thrown) {
    super(describe(kind, cause, thrown));
    this.kind = kind;
    this.advice = DatabaseAdvice.of(kind, cause);
    // The pool copies the state of the last connection that it could not open.
    this.isUnsent =
        cause != null
            && CLOSED.equals(cause.getSQLState())
            && !(cause instanceof SQLTransientConnectionException);
    setStackTrace(thrown.getStackTrace());
  }

  private DatabaseException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.advice = DatabaseAdvice.of(kind, null);
    this.isUnsent = false;
  }

  /** Others were first again and again. */
  static DatabaseException busy() {
    return new DatabaseException(Kind.BUSY, "Others were first again and again");
  }

  /** What happened, without any value. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What the failure means. */
  public Kind kind() {
    return kind;
  }

  /**
   * Whether the statement was not sent, because its connection was closed already. A transaction
   * that fails so has no effect: the database rolled back what it sent before.
   */
  boolean isUnsent() {
    return isUnsent;
  }

  /** What an administrator can do about it, where the failure is the database's. */
  public String advice() {
    return advice;
  }

  private static String describe(Kind kind, @Nullable SQLException cause, Throwable thrown) {
    return cause == null
        ? kind + ": " + thrown.getClass().getName()
        : kind + ": SQL error " + cause.getErrorCode() + ", state " + cause.getSQLState();
  }
}
