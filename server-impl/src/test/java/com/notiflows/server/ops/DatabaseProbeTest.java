package com.notiflows.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.problem.Unavailable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatabaseProbeTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicInteger questions = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final CountDownLatch thaw = new CountDownLatch(1);
  private volatile boolean isFrozen;
  private volatile boolean isThere = true;

  private final DatabaseProbe probe = new DatabaseProbe(this::ask, threads, nanos::get);

  private boolean ask() {
    questions.incrementAndGet();
    if (isFrozen) {
      try {
        thaw.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return isThere;
  }

  @AfterEach
  void stop() {
    thaw.countDown();
    threads.shutdownNow();
  }

  private void wait(int millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void asksAtMostOnceASecond() {
    for (int i = 0; i < 100; i++) {
      assertTrue(probe.isAnswering().join());
    }
    assertEquals(1, questions.get());

    wait(999);
    isThere = false;
    assertTrue(probe.isAnswering().join());
    wait(1);
    assertFalse(probe.isAnswering().join());
    wait(1_000);
    isThere = true;
    assertTrue(probe.isAnswering().join());
    assertEquals(3, questions.get());
  }

  @Test
  void givesUpAfterASecondAndAsksNoSecondQuestionMeanwhile() {
    isFrozen = true;
    long start = System.nanoTime();

    assertFalse(probe.isAnswering().join());
    long waited = System.nanoTime() - start;
    assertTrue(waited > TimeUnit.MILLISECONDS.toNanos(900), () -> "waited " + waited);
    for (int i = 0; i < 100; i++) {
      wait(10_000);
      CompletableFuture<Boolean> again = probe.isAnswering();
      assertTrue(again.isDone());
      assertFalse(again.join());
    }
    assertEquals(1, questions.get());
  }

  @Test
  void aLateAnswerCountsFromTheMomentItIsThere() throws Exception {
    isFrozen = true;
    assertFalse(probe.isAnswering().join());
    thaw.countDown();

    while (!probe.isAnswering().join()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertEquals(1, questions.get());
  }

  @Test
  void aFailureIsNoAnswer() {
    DatabaseProbe failing =
        new DatabaseProbe(
            () -> {
              throw new IllegalStateException("no driver");
            },
            threads,
            nanos::get);

    assertFalse(failing.isAnswering().join());
  }

  @Test
  void readinessQueriesTheDatabaseOnlyWhileServing() {
    Availability availability = new Availability();
    Readiness readiness = new Readiness(availability, probe);
    availability.starting();
    assertEquals(Optional.of(Unavailable.STARTING), obstacle(readiness));
    assertEquals(0, questions.get());

    availability.serving();
    assertEquals(Optional.empty(), obstacle(readiness));
    wait(1_000);
    isThere = false;
    assertEquals(Optional.of(Unavailable.DATABASE_UNREACHABLE), obstacle(readiness));

    availability.stopping();
    assertEquals(Optional.of(Unavailable.SHUTTING_DOWN), obstacle(readiness));
    assertEquals(2, questions.get());
  }

  @Test
  void aShutdownDuringTheQuestionWins() {
    Availability availability = new Availability();
    isFrozen = true;
    CompletableFuture<Optional<Unavailable>> obstacle =
        new Readiness(availability, probe).obstacle().toCompletableFuture();
    availability.stopping();
    thaw.countDown();

    assertEquals(Optional.of(Unavailable.SHUTTING_DOWN), obstacle.join());
  }

  private static Optional<Unavailable> obstacle(Readiness readiness) {
    return readiness.obstacle().toCompletableFuture().join();
  }
}
