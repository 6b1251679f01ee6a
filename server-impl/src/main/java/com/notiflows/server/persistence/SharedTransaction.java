package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.jspecify.annotations.Nullable;

/** One transaction that several calls of a thread belong to. */
final class SharedTransaction {

  /** After these, the server has undone the whole transaction, or it makes no sense to go on. */
  private static final Set<Kind> ENDS =
      EnumSet.of(Kind.CONFLICT, Kind.BUSY, Kind.OVERLOADED, Kind.UNWRITABLE, Kind.AWAY);

  private final SqlSession session;

  /** What ended the whole transaction, although work may have caught it. */
  private @Nullable DatabaseException end;

  SharedTransaction(SqlSession session) {
    this.session = session;
  }

  /** Runs one statement, which the server undoes by itself if it fails. */
  <T> T statement(Function<SqlSession, T> work) {
    requireOpen();
    try {
      return work.apply(session);
    } catch (PersistenceException e) {
      throw failed(e);
    }
  }

  /** Runs one statement that waits for no lock; gives the other value if somebody holds one. */
  <T> T statement(Function<SqlSession, T> work, Supplier<T> ifLocked) {
    requireOpen();
    try {
      return work.apply(session);
    } catch (PersistenceException e) {
      if (SqlErrors.isLocked(e)) {
        return ifLocked.get();
      }
      throw failed(e);
    }
  }

  /** Runs several statements; if that fails, they are undone and the transaction goes on. */
  <T> T part(Function<SqlSession, T> work) {
    requireOpen();
    Savepoint before = statement(SharedTransaction::savepoint);
    try {
      return work.apply(session);
    } catch (PersistenceException e) {
      DatabaseException failure = failed(e);
      undo(before);
      throw failure;
    } catch (RuntimeException e) {
      undo(before);
      throw e;
    }
  }

  /** Commits, unless the server has undone the transaction. */
  void commit() {
    requireOpen();
    session.commit(true);
  }

  private void requireOpen() {
    if (end != null) {
      throw end;
    }
  }

  private DatabaseException failed(PersistenceException thrown) {
    DatabaseException failure = SqlErrors.convert(thrown);
    if (ENDS.contains(failure.kind())) {
      end = failure;
    }
    return failure;
  }

  private void undo(Savepoint before) {
    if (end == null) {
      statement(
          s -> {
            rollback(s, before);
            return before;
          });
    }
  }

  private static Savepoint savepoint(SqlSession session) {
    Connection connection = session.getConnection();
    try {
      return connection.setSavepoint();
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private static void rollback(SqlSession session, Savepoint before) {
    try {
      session.getConnection().rollback(before);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }
}
