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
import org.junit.jupiter.api.Test;

/** The rounds go on whatever becomes of one, and end with the server. */
class HousekeepingTest {

  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void afterARoundThatFailsTheNextOneComes() throws Exception {
    List<RuntimeException> failures =
        List.of(
            World.databaseFailure(new SQLException("HUSH", "08S01", 2013)),
            new IllegalStateException("HUSH"));
    CountDownLatch third = new CountDownLatch(1);

    Housekeeping housekeeping =
        Housekeeping.start(
            () -> {
              int round = rounds.getAndIncrement();
              if (round < failures.size()) {
                throw failures.get(round);
              }
              third.countDown();
              return 1;
            },
            Duration.ofMillis(4));

    assertTrue(third.await(10, TimeUnit.SECONDS));
    housekeeping.close();
  }

  @Test
  void nothingIsDoneAfterTheEnd() throws Exception {
    Housekeeping housekeeping = Housekeeping.start(rounds::incrementAndGet, Duration.ofMillis(2));
    while (rounds.get() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }

    housekeeping.close();

    int last = rounds.get();
    TimeUnit.MILLISECONDS.sleep(20);
    assertEquals(last, rounds.get());
  }
}
