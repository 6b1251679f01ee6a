package com.notiflows.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.testing.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Housekeeping continues after failures and stops when it is closed. */
class HousekeepingTest {

  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void nextRoundRunsAfterAFailure() throws Exception {
    List<Throwable> failures =
        List.of(
            World.databaseFailure(new SQLException("HUSH", "08S01", 2013)),
            new IllegalStateException("HUSH"),
            new AssertionError("HUSH"),
            new NoClassDefFoundError("HUSH"),
            new OutOfMemoryError("HUSH")); // ends the process only where the command line runs
    CountDownLatch last = new CountDownLatch(1);

    Housekeeping housekeeping =
        start(
            () -> {
              int round = rounds.getAndIncrement();
              if (round < failures.size()) {
                fail(failures.get(round));
              }
              last.countDown();
              return 1;
            },
            Duration.ofMillis(4));

    assertTrue(last.await(10, TimeUnit.SECONDS));
    housekeeping.close();
  }

  private static void fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void failedChoreDoesNotStopOtherChores() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Housekeeping.Chore bad =
        new Housekeeping.Chore(
            "bad",
            () -> {
              throw new IllegalStateException("HUSH");
            });
    Housekeeping.Chore good =
        new Housekeeping.Chore(
            "good",
            () -> {
              done.countDown();
              return 0;
            });

    Housekeeping housekeeping = Housekeeping.start(List.of(bad, good), Duration.ofMillis(2));

    assertTrue(done.await(10, TimeUnit.SECONDS));
    housekeeping.close();
  }

  private static Housekeeping start(IntSupplier removal, Duration pause) {
    return Housekeeping.start(List.of(new Housekeeping.Chore("things", removal)), pause);
  }

  @Test
  void noRoundRunsAfterClose() throws Exception {
    Housekeeping housekeeping = start(rounds::incrementAndGet, Duration.ofMillis(2));
    while (rounds.get() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }

    housekeeping.close();

    int last = rounds.get();
    TimeUnit.MILLISECONDS.sleep(20);
    assertEquals(last, rounds.get());
  }
}
