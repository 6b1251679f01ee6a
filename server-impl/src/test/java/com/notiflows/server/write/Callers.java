package com.notiflows.server.write;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.lanes.GroupedCalls;
import com.notiflows.server.testing.World;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Callers of a queue with a single lane, each on a thread of its own. */
final class Callers implements AutoCloseable {

  private static final long MOST_SECONDS = 60;

  private final WriteQueue queue;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** On a queue that holds any number of calls for any time. */
  Callers(Transactions transactions) {
    this(transactions, 1_000, Duration.ofSeconds(10 * MOST_SECONDS));
  }

  /** On a queue that holds so many calls, each for that time. */
  Callers(Transactions transactions, int queuedCalls, Duration patience) {
    this.queue =
        new WriteQueue(
            transactions,
            new GroupedCalls.Bounds(1, 32, 1 << 20, queuedCalls, 1 << 24, patience.toNanos()),
            World.SPEC.limits(),
            Clock.systemUTC());
  }

  WriteQueue queue() {
    return queue;
  }

  /** Occupies the lane, so that the calls that follow share a batch. */
  Future<WriteResult<String>> closeGate(UUID project, UUID channel) throws InterruptedException {
    CountDownLatch isClosed = new CountDownLatch(1);
    WriteCommand<String> command =
        Deciding.on(
            channel,
            rows -> {
              isClosed.countDown();
              return await(gate) ? Outcome.done("passed") : fail("The gate was never opened");
            });
    Future<WriteResult<String>> passed =
        threads.submit(
            () -> queue.execute(new Write<>(project, command, Optional.empty())));
    assertTrue(isClosed.await(MOST_SECONDS, TimeUnit.SECONDS), "The gate is not closed");
    return passed;
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets the batch run. */
  void openGate() {
    gate.countDown();
  }

  /** Starts a write, and returns when it waits in the lane. */
  <R> Future<WriteResult<R>> queue(Write<R> write) {
    AtomicReference<Thread> caller = new AtomicReference<>();
    Future<WriteResult<R>> result =
        threads.submit(
            () -> {
              caller.set(Thread.currentThread());
              return queue.execute(write);
            });
    while (!result.isDone() && !isQueued(caller.get())) {
      Thread.onSpinWait();
    }
    return result;
  }

  /** Starts a write. */
  <R> Future<WriteResult<R>> start(Write<R> write) {
    return threads.submit(() -> queue.execute(write));
  }

  private static boolean isQueued(@Nullable Thread caller) {
    Object blocker = caller == null ? null : LockSupport.getBlocker(caller);
    return blocker != null && blocker.getClass().getName().endsWith(".Lane");
  }

  /** What a write stored. */
  static <R> R written(Future<WriteResult<R>> call) throws Exception {
    WriteResult<R> result = call.get(MOST_SECONDS, TimeUnit.SECONDS);
    if (result instanceof WriteResult.Written<R> written) {
      return written.value();
    }
    return fail("Not written: " + result);
  }

  /** What a write failed with. */
  static RuntimeException failure(Future<? extends WriteResult<?>> call) throws Exception {
    try {
      return fail("Not failed: " + call.get(MOST_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return (RuntimeException) Objects.requireNonNull(e.getCause());
    }
  }

  /** How the database failed a write. */
  static DatabaseException.Kind kind(Future<? extends WriteResult<?>> call) throws Exception {
    return failure(call) instanceof DatabaseException failure
        ? failure.kind()
        : fail("Not the database: " + failure(call));
  }

  @Override
  public void close() throws InterruptedException {
    openGate();
    threads.shutdown();
    assertTrue(threads.awaitTermination(MOST_SECONDS, TimeUnit.SECONDS), "A caller hangs");
  }
}
