package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;

/** What belongs to one transaction, and what is undone of it when a part fails. */
class SharedTransactionTest {

  private static final String OPEN = "openSession READ_COMMITTED";
  private static final String SAVE = "setSavepoint 0";
  private static final String UNDO = "rollback 1";

  private final Sessions sessions = new Sessions(Map.of(Runnable.class, (Runnable) () -> {}));
  private final Transactions transactions = new Transactions(sessions.factory());
  private int runs;

  private static PersistenceException failure(String state, int error) {
    return new PersistenceException(new SQLException("HUSH", state, error));
  }

  private static PersistenceException deadlock() {
    return failure("40001", 1213);
  }

  private static PersistenceException duplicate() {
    return failure("23000", 1062);
  }

  private int statement(int result) {
    return transactions.<Runnable, Integer>single(Runnable.class, mapper -> result);
  }

  private int part(int result) {
    return transactions.<Integer>run(mappers -> result);
  }

  private int fail(PersistenceException failure) {
    runs++;
    return transactions.<Integer>run(
        mappers -> {
          throw failure;
        });
  }

  private void calls(String... expected) {
    assertEquals(List.of(expected), List.copyOf(sessions.calls()));
  }

  @Test
  void statementsAndPartsShareOneCommit() {
    assertEquals(6, transactions.<Integer>together(() -> statement(1) + part(2) + part(3)));

    calls(OPEN, SAVE, SAVE, "commit", "close");
  }

  @Test
  void aPartThatFailsIsUndoneAloneAndTheWorkGoesOn() {
    int result =
        transactions.together(
            () -> {
              DatabaseException lost =
                  assertThrows(DatabaseException.class, () -> fail(duplicate()));
              assertEquals(Kind.DUPLICATE, lost.kind());
              return part(2);
            });

    assertEquals(2, result);
    calls(OPEN, SAVE, UNDO, SAVE, "commit", "close");
  }

  @Test
  void aPartThatRefusesIsUndoneAlone() {
    Supplier<Integer> refusal =
        () ->
            transactions.<Integer>run(
                mappers -> {
                  throw new IllegalArgumentException();
                });

    assertThrows(IllegalArgumentException.class, () -> transactions.together(refusal));

    calls(OPEN, SAVE, UNDO, "close");
  }

  @Test
  void aDeadlockInAPartRunsEverythingAgain() {
    int result =
        transactions.together(
            () -> {
              statement(1);
              return runs == 0 ? fail(deadlock()) : part(2);
            });

    assertEquals(2, result);
    calls(OPEN, SAVE, "close", OPEN, SAVE, "commit", "close");
  }

  @Test
  void nothingIsCommittedAfterADeadlockWhoeverCaughtIt() {
    DatabaseException thrown =
        assertThrows(
            DatabaseException.class,
            () ->
                transactions.<Integer>together(
                    () -> {
                      assertThrows(DatabaseException.class, () -> fail(deadlock()));
                      return 1;
                    }));

    assertEquals(Kind.CONFLICT, thrown.kind());
    assertEquals(10, runs);
    assertFalse(sessions.calls().contains("commit"));
  }

  @Test
  void aLockThatIsHeldIsToldAtOnceAndTheWorkGoesOn() {
    for (PersistenceException held : List.of(failure("HY000", 1205), failure("HY000", 3572))) {
      String told =
          transactions.together(
              () ->
                  transactions.<Runnable, String>tryLock(
                          Runnable.class,
                          mapper -> {
                            throw held;
                          },
                          () -> "held")
                      + part(1));
      assertEquals("held1", told);
    }
    calls(OPEN, SAVE, "commit", "close", OPEN, SAVE, "commit", "close");
  }

  @Test
  void aLockNeedsATransaction() {
    assertThrows(
        IllegalStateException.class,
        () -> transactions.<Runnable, Integer>tryLock(Runnable.class, mapper -> 1, () -> 2));
  }

  @Test
  void transactionsAreNotSharedTwice() {
    assertThrows(
        IllegalStateException.class,
        () -> transactions.<Integer>together(() -> transactions.together(() -> 1)));
  }

  @Test
  void afterwardsEveryoneIsAlone() {
    transactions.<Integer>together(() -> statement(1));
    sessions.calls().clear();

    part(1);

    calls(OPEN, "commit", "close");
  }
}
