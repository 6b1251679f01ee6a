package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gate that is shut calls back who waits, and interrupts nobody else. */
@Timeout(60)
class OutageGateTest {

  private final OutageGate gate = new OutageGate();

  private void assertAway(SQLException failure) {
    assertEquals(Kind.AWAY, SqlErrors.kind(failure));
    assertFalse(SqlErrors.convert(failure).isUnsent(), "would be tried again");
  }

  @Test
  void anOpenGateChangesNothing() throws SQLException {
    SQLException failure = new SQLException("HUSH");

    assertEquals("connection", gate.pass(() -> "connection"));
    assertSame(
        failure,
        assertThrows(
            SQLException.class,
            () ->
                gate.pass(
                    () -> {
                      throw failure;
                    })));
  }

  @Test
  void aShutGateRefusesWithoutAWait() throws SQLException {
    gate.shut();
    assertAway(assertThrows(SQLException.class, () -> gate.pass(() -> fail("waits"))));
    gate.open();

    assertEquals("connection", gate.pass(() -> "connection"));
  }

  @Test
  void callsBackAThreadThatWaitsAndLeavesItUninterrupted() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CompletableFuture<SQLException> refusal = new CompletableFuture<>();
    CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              refusal.complete(
                  assertThrows(SQLException.class, () -> gate.pass(() -> await(waits))));
              isInterrupted.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    waits.await();
    gate.shut();
    gate.open(); // before the thread gets a processor

    assertAway(refusal.get(30, TimeUnit.SECONDS));
    assertFalse(isInterrupted.get(30, TimeUnit.SECONDS));
  }

  /** As the pool does. */
  private static Object await(CountDownLatch waits) throws SQLException {
    try {
      waits.countDown();
      TimeUnit.MINUTES.sleep(5);
      return "never";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted", e);
    }
  }
}
