package com.notiflows.server.ops;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes a value for all callers: one computation at a time, and at most one in each second,
 * however many callers there are. So they can't fill the queue of the executor.
 */
public final class SharedValue<T> {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Supplier<T> source;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private @Nullable CompletableFuture<T> latest;
  private long start;

  /**
   * Computes nothing yet.
   *
   * @param source computes the value; may block
   * @param executor runs the computation
   * @param nanoTime a clock that only goes forward
   */
  public SharedValue(Supplier<T> source, Executor executor, LongSupplier nanoTime) {
    this.source = source;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /** The value, which is up to a second old, or will be there later. Does not block. */
  public synchronized CompletableFuture<T> get() {
    long now = nanoTime.getAsLong();
    CompletableFuture<T> current = latest;
    if (current == null || (current.isDone() && now - start >= INTERVAL.toNanos())) {
      start = now;
      current = CompletableFuture.supplyAsync(source, executor);
      latest = current;
    }
    return current;
  }
}
