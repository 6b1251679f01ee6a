package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;

/** How often work is run, and what becomes of its session. */
class TransactionsTest {

  private final Sessions sessions = new Sessions(Map.of(Runnable.class, (Runnable) () -> {}));
  private final Transactions transactions = new Transactions(sessions.factory());
  private int runs;

  private int failUntil(int good) {
    runs++;
    if (runs < good) {
      throw new PersistenceException(new SQLException("HUSH", "40001", 1213));
    }
    return runs;
  }

  @Test
  void letsOneStatementCommitByItself() {
    assertEquals(1, transactions.<Runnable, Integer>single(Runnable.class, r -> failUntil(1)));

    assertEquals(List.of("openSession true", "close"), List.copyOf(sessions.calls()));
  }

  @Test
  void commitsSeveralStatementsTogether() {
    assertEquals(1, transactions.<Integer>run(session -> failUntil(1)));

    assertEquals(
        List.of("openSession READ_COMMITTED", "commit", "close"), List.copyOf(sessions.calls()));
  }

  @Test
  void runsADeadlockAgainInAFreshSession() {
    assertEquals(3, transactions.<Integer>run(session -> failUntil(3)));

    assertEquals(
        List.of(
            "openSession READ_COMMITTED",
            "close",
            "openSession READ_COMMITTED",
            "close",
            "openSession READ_COMMITTED",
            "commit",
            "close"),
        List.copyOf(sessions.calls()));
  }

  @Test
  void givesUpAfterTenDeadlocks() {
    DatabaseException thrown =
        assertThrows(
            DatabaseException.class, () -> transactions.<Integer>run(session -> failUntil(99)));

    assertEquals(Kind.CONFLICT, thrown.kind());
    assertEquals(10, runs);
  }

  @Test
  void runsNothingElseAgain() {
    assertThrows(
        DatabaseException.class,
        () ->
            transactions.<Runnable, Integer>single(
                Runnable.class,
                r -> {
                  runs++;
                  throw new PersistenceException(new SQLException("HUSH", "23000", 1062));
                }));
    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.<Integer>run(
                session -> {
                  runs++;
                  throw new IllegalStateException();
                }));

    assertEquals(2, runs);
    assertEquals(0, sessions.calls().stream().filter(call -> call.equals("commit")).count());
  }
}
