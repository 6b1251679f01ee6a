package com.notiflows.server.write;

import com.notiflows.server.changes.WaitingReaders;
import com.notiflows.server.lanes.GroupedCalls;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.DatabaseException.Kind;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Commits writes of concurrent callers together. Writes to one channel share batches, of which a
 * few run side by side if many wait, and so do writes of whole users; a bulk write that spans
 * channels has a batch of its own. Row locks in the database keep all of them consistent, also with
 * other nodes.
 */
public final class WriteQueue {

  /** Failures that no write of a batch causes. */
  private static final Set<Kind> OF_DATABASE =
      EnumSet.of(Kind.AWAY, Kind.OVERLOADED, Kind.UNWRITABLE);

  /** Failures that another batch can cause. */
  private static final Set<Kind> OF_NEIGHBOURS =
      EnumSet.of(Kind.CONFLICT, Kind.BUSY, Kind.DUPLICATE, Kind.PARENT_GONE);

  /** Batches of this process fail at once when they meet. A later failure has another cause. */
  private static final long LONGEST_MEETING_NANOS = Duration.ofSeconds(1).toNanos();

  /** The writes of a batch have these in common; the channel is null for writes of whole users. */
  private record Key(UUID projectId, @Nullable UUID channelId) {}

  private record ClaimInFlight(UUID projectId, Hash scope) {}

  /** A write, and the span of its request. */
  private record Queued(Write<?> write, Tracing.Origin origin) {}

  private final WriteBatch batches;
  private final Limits limits;
  private final WriteMeter meter;
  private final LongAdder replays = new LongAdder();
  private final Tracing tracing;
  private final GroupedCalls<Key, Queued, Optional<WriteResult<?>>> lanes;
  private final Turns turns = new Turns();
  private final Set<ClaimInFlight> inFlight = Collections.newSetFromMap(new ConcurrentHashMap<>());

  /**
   * Writes through the transactions.
   *
   * @param bounds of the queue; the weight of a write is its bytes
   * @param clock sets the time of each write
   * @param meter measures batches
   * @param tracing traces batches
   * @param readers are woken after each commit of changes
   */
  public WriteQueue(
      Transactions transactions,
      GroupedCalls.Bounds bounds,
      Limits limits,
      Clock clock,
      WriteMeter meter,
      Tracing tracing,
      WaitingReaders readers) {
    this.limits = limits;
    this.meter = meter;
    this.tracing = tracing;
    this.batches =
        new WriteBatch(
            transactions, clock, Duration.ofSeconds(limits.idempotencyKeySeconds()), readers);
    this.lanes =
        new GroupedCalls<>(
            bounds, Key::projectId, queued -> queued.write().command().weight(), this::runTogether);
  }

  /**
   * Executes a write and returns after its commit.
   *
   * @throws DatabaseException if it fails; then nothing is stored, unless the connection was lost
   *     during the commit
   * @throws ApiException 503 if too many writes wait, of all projects or of this one
   */
  public <R> WriteResult<R> execute(Write<R> write) {
    if (write.claim().isEmpty()) {
      return route(write);
    }
    Claim<R> claim = write.claim().get();
    ClaimInFlight own = new ClaimInFlight(write.projectId(), claim.scope());
    if (!inFlight.add(own)) {
      return new WriteResult.Refused<>(
          ApiException.inProgress(claim.key(), limits.inProgressRetrySeconds()));
    }
    try {
      WriteResult<R> result = route(write);
      if (result instanceof WriteResult.Replayed) {
        replays.increment();
      }
      return result;
    } finally {
      inFlight.remove(own);
    }
  }

  /** The load at this moment. */
  public GroupedCalls.Load load() {
    return lanes.load();
  }

  /** How many writes were answered with the response that is stored under their key. */
  public long replays() {
    return replays.sum();
  }

  private <R> WriteResult<R> route(Write<R> write) {
    Needs needs = write.command().needs();
    if (!needs.isOfWholeUsers() && needs.channels().size() != 1) {
      return typed(alone(write));
    }
    Key key =
        new Key(
            write.projectId(), needs.isOfWholeUsers() ? null : needs.channels().iterator().next());
    Optional<WriteResult<?>> together =
        lanes
            .call(key, new Queued(write, tracing.current()))
            .orElseThrow(
                () -> ApiException.unavailable(Unavailable.QUEUE_FULL, limits.retryAfterSeconds()));
    return typed(together.orElseGet(() -> alone(write)));
  }

  private WriteResult<?> alone(Write<?> write) {
    long start = System.nanoTime();
    WriteResult<?> result = tracing.batch(List.of(tracing.current()), () -> batches.execute(write));
    meter.committed(1, System.nanoTime() - start);
    return result;
  }

  /**
   * Runs a batch. If another one got in its way, runs it again while no other batch of the channel
   * runs. If others hold its locks, or one of its writes makes it fail, each write is executed
   * alone by its own thread: so no write delays or fails another.
   *
   * @return the results; empty for a write to execute alone
   */
  private List<Optional<WriteResult<?>>> runTogether(Key key, List<Queued> queued) {
    Turns.Turn turn = turns.of(key);
    Turns.Turn.Start start = turn.beginBesideOthers();
    long since = System.nanoTime();
    try {
      return commit(key, queued, since);
    } catch (RuntimeException e) {
      boolean isLate = System.nanoTime() - since > LONGEST_MEETING_NANOS;
      if (!isOfNeighbour(e) || !turn.hadOthers(start) || isLate) {
        return leftAlone(queued, e);
      }
    } finally {
      turn.endBesideOthers();
    }
    meter.repeated();
    turn.beginAlone();
    try {
      return commit(key, queued, since);
    } catch (RuntimeException e) {
      return leftAlone(queued, e);
    } finally {
      turn.endAlone();
    }
  }

  private static boolean isOfNeighbour(RuntimeException thrown) {
    return thrown instanceof DatabaseException failure && OF_NEIGHBOURS.contains(failure.kind());
  }

  /**
   * Commits a batch.
   *
   * @param since when its first attempt began
   */
  private List<Optional<WriteResult<?>>> commit(Key key, List<Queued> queued, long since) {
    List<Write<?>> writes = new ArrayList<>(queued.size());
    queued.forEach(each -> writes.add(each.write()));
    List<Tracing.Origin> origins = queued.stream().map(Queued::origin).toList();
    List<Optional<WriteResult<?>>> results = new ArrayList<>(writes.size());
    tracing
        .batch(origins, () -> batches.tryAll(key.projectId(), writes))
        .forEach(result -> results.add(Optional.of(result)));
    meter.committed(writes.size(), System.nanoTime() - since);
    return results;
  }

  /**
   * Leaves each write of a failed batch to its own thread. If the database itself fails, all fail
   * at once: alone they would only add to its load.
   */
  private static List<Optional<WriteResult<?>>> leftAlone(
      List<Queued> queued, RuntimeException thrown) {
    if (thrown instanceof DatabaseException failure && OF_DATABASE.contains(failure.kind())) {
      throw thrown;
    }
    return Collections.nCopies(queued.size(), Optional.empty());
  }

  /** A write's own result: a batch keeps results in the order of its writes. */
  @SuppressWarnings("unchecked")
  private static <R> WriteResult<R> typed(WriteResult<?> result) {
    return (WriteResult<R>) result;
  }
}
