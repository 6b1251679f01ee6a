package com.notiflows.server.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Asks whether the database answers: at most once in each interval, and one question at a time,
 * however many callers there are.
 */
public final class DatabaseProbe {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final BooleanSupplier question;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(false);
  private CompletableFuture<Boolean> answer = asked;
  private long start;
  private boolean isFirst = true;

  /**
   * Asks nothing yet.
   *
   * @param question blocks until the database answers (true) or fails (false)
   * @param executor asks it
   * @param nanoTime a clock that only goes forward
   */
  public DatabaseProbe(BooleanSupplier question, Executor executor, LongSupplier nanoTime) {
    this.question = question;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /**
   * Whether the database answers. Does not block; the result is there after a second at the latest,
   * and never fails.
   */
  public synchronized CompletableFuture<Boolean> isAnswering() {
    long now = nanoTime.getAsLong();
    if (isFirst || (asked.isDone() && now - start >= INTERVAL.toNanos())) {
      isFirst = false;
      start = now;
      asked =
          CompletableFuture.supplyAsync(question::getAsBoolean, executor)
              .exceptionally(failure -> false);
      answer = asked.copy().completeOnTimeout(false, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    }
    // A late answer counts from the moment it is there.
    return asked.isDone() ? asked : answer;
  }
}
