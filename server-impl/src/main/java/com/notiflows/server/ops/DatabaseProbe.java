package com.notiflows.server.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Checks whether the database responds, for all callers together, within a bounded time. */
public final class DatabaseProbe {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final SharedValue<Boolean> question;
  private @Nullable CompletableFuture<Boolean> asked;
  private CompletableFuture<Boolean> answer = CompletableFuture.completedFuture(false);

  /**
   * Asks nothing yet.
   *
   * @param question blocks until the database answers (true) or fails (false)
   * @param executor asks it
   * @param nanoTime a clock that only goes forward
   */
  public DatabaseProbe(BooleanSupplier question, Executor executor, LongSupplier nanoTime) {
    this.question = new SharedValue<>(question::getAsBoolean, executor, nanoTime);
  }

  /**
   * Whether the database answers. Does not block; the result is there after a second at the latest,
   * and never fails.
   */
  public synchronized CompletableFuture<Boolean> isAnswering() {
    CompletableFuture<Boolean> current = question.get();
    if (current != asked) {
      asked = current;
      answer =
          current
              .exceptionally(failure -> false)
              .completeOnTimeout(false, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    }
    // A late answer counts from the moment it is there.
    return current.isDone() ? current.exceptionally(failure -> false) : answer;
  }
}
