package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.encryption.ProjectCiphers;
import com.notiflows.server.persistence.DatabaseException.Kind;
import com.notiflows.server.tracing.Tracing;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;

/** Which failures run a transaction again. */
class TransactionsTest {

  private final Sessions sessions = new Sessions(Map.of());
  private final Transactions transactions =
      new Transactions(
          sessions.factory(),
          new ProjectCiphers(MasterKeys.NONE, System::nanoTime),
          Tracing.OFF,
          () -> {});
  private final AtomicInteger runs = new AtomicInteger();

  /** Fails the first runs with an SQL state and error. */
  private String work(int failures, String state, int error) {
    if (runs.incrementAndGet() <= failures) {
      throw new PersistenceException(new SQLException("HUSH", state, error));
    }
    return "done";
  }

  private Kind failure(String state, int error) {
    return assertThrows(
            DatabaseException.class,
            () -> transactions.inTransaction(any -> work(Integer.MAX_VALUE, state, error)))
        .kind();
  }

  @Test
  void retriesWhatWasNeverSent() {
    assertEquals("done", transactions.once(any -> work(3, "08003", 0)));
    assertEquals(4, runs.get());
  }

  /** The pool copies the state of the last failed connection, and has waited for a second. */
  @Test
  void doesNotRetryIfThePoolHasNoConnection() {
    SQLException noConnection = new SQLTransientConnectionException("HUSH", "08003", 0);
    assertThrows(
        DatabaseException.class,
        () ->
            transactions.once(
                any -> {
                  runs.incrementAndGet();
                  throw new PersistenceException(noConnection);
                }));
    assertEquals(1, runs.get());
  }

  @Test
  void givesUpIfEachConnectionIsClosed() {
    assertEquals(Kind.AWAY, failure("08003", 0));
    assertEquals(20, runs.get());
  }

  @Test
  void retriesDeadlocks() {
    assertEquals("done", transactions.inTransaction(any -> work(3, "40001", 1213)));
    assertEquals(4, runs.get());
  }

  @Test
  void reportsOtherFailuresAtOnce() {
    assertEquals(Kind.AWAY, failure("08S01", 0));
    assertEquals(1, runs.get());
  }

  @Test
  void doesNotRetryDeadlocksOfSingleAttempts() {
    assertThrows(DatabaseException.class, () -> transactions.once(any -> work(1, "40001", 1213)));
    assertEquals(1, runs.get());
  }
}
