package com.notiflows.server.write;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.notiflows.server.changes.Author;
import com.notiflows.server.changes.WaitingReaders;
import com.notiflows.server.lanes.GroupedCalls;
import com.notiflows.server.lanes.GroupedCalls.Size;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.testing.World;
import com.notiflows.server.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

/** Concurrent callers of a queue with a single lane, each on its own thread. */
final class Callers implements AutoCloseable {

  private static final long MOST_SECONDS = 60;

  private final WriteQueue queue;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);
  private @Nullable Future<WriteResult<String>> passage;

  /** Uses a queue without effective limits. */
  Callers(Transactions transactions) {
    this(transactions, 1_000, Duration.ofSeconds(10 * MOST_SECONDS));
  }

  /** Uses a queue with a limited number of calls and a timeout. */
  Callers(Transactions transactions, int queuedCalls, Duration patience) {
    this(queue(transactions, queuedCalls, patience));
  }

  private Callers(WriteQueue queue) {
    this.queue = queue;
  }

  /**
   * Uses a queue whose lane runs a second batch when calls wait.
   *
   * @param crowd how many calls must wait for that
   */
  static Callers sideBySide(Transactions transactions, int crowd, WriteMeter meter) {
    Duration patience = Duration.ofSeconds(MOST_SECONDS);
    return new Callers(
        queue(transactions, new GroupedCalls.Lanes(1, 2, crowd), 1_000, patience, meter));
  }

  /** A queue with a single lane. */
  static WriteQueue queue(Transactions transactions, int queuedCalls, Duration patience) {
    return queue(
        transactions, GroupedCalls.Lanes.ofOneGroup(1), queuedCalls, patience, WriteMeter.NONE);
  }

  private static WriteQueue queue(
      Transactions transactions,
      GroupedCalls.Lanes lanes,
      int queuedCalls,
      Duration patience,
      WriteMeter meter) {
    return new WriteQueue(
        transactions,
        new GroupedCalls.Bounds(
            lanes,
            new Size(32, 1 << 20),
            new Size(queuedCalls, 1 << 24),
            new Size(queuedCalls, 1 << 24),
            patience.toNanos()),
        World.SPEC.limits(),
        Clock.systemUTC(),
        meter,
        Tracing.OFF,
        new WaitingReaders(1, 1));
  }

  WriteQueue queue() {
    return queue;
  }

  /** Blocks the lane, so that the following calls share a batch. */
  void closeGate(UUID project, UUID channel) {
    closeGate(project, channel, Set.of());
  }

  /** The same, by a batch that locks users meanwhile. */
  void closeGate(UUID project, UUID channel, Set<String> users) {
    CountDownLatch isClosed = new CountDownLatch(1);
    WriteCommand<String> command =
        new Deciding<>(
            new Needs(users, Set.of(channel), false, Map.of()),
            1,
            rows -> {
              isClosed.countDown();
              return isOver(gate::await) ? Outcome.done("passed") : fail("never opened");
            });
    passage =
        threads.submit(
            () ->
                queue.execute(
                    new Write<>(project, command, Optional.empty(), Author.COMMAND_LINE)));
    assertTrue(isOver(isClosed::await), "The gate is not closed");
  }

  /** Whether the lane is still blocked. */
  boolean isGateClosed() {
    return passage != null && !passage.isDone();
  }

  private interface Wait {
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }

  private static boolean isOver(Wait wait) {
    try {
      return wait.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets the batch run. */
  void openGate() {
    gate.countDown();
  }

  /** Starts a write and returns when it waits in the lane. */
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

  /** The value of a successful write. */
  static <R> R written(Future<WriteResult<R>> call) throws Exception {
    WriteResult<R> result = call.get(MOST_SECONDS, TimeUnit.SECONDS);
    if (result instanceof WriteResult.Written<R> written) {
      return written.value();
    }
    return fail("Not written: " + result);
  }

  /** The exception of a failed write. */
  static RuntimeException failure(Future<? extends WriteResult<?>> call) throws Exception {
    try {
      return fail("Not failed: " + call.get(MOST_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return (RuntimeException) Objects.requireNonNull(e.getCause());
    }
  }

  /** The kind of database error of a failed write. */
  static DatabaseException.Kind kind(Future<? extends WriteResult<?>> call) throws Exception {
    return failure(call) instanceof DatabaseException failure
        ? failure.kind()
        : fail("Not the database: " + failure(call));
  }

  @Override
  public void close() {
    openGate();
    threads.shutdown();
    assertTrue(isOver(threads::awaitTermination), "A caller hangs");
  }
}
