package com.notiflows.server.write;

import com.notiflows.server.changes.Change;
import com.notiflows.server.changes.ChangeLog;
import com.notiflows.server.changes.WaitingReaders;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Executes writes of one project in one transaction: lock and read, decide each, flush, commit.
 * Every write sees the effects of those before it.
 */
final class WriteBatch {

  private final Transactions transactions;
  private final Clock clock;
  private final Duration replyLifetime;
  private final WaitingReaders readers;
  private final ChangeLog changeLog = new ChangeLog();

  /**
   * Prepares batches.
   *
   * @param replyLifetime how long a response is stored under an idempotency key
   * @param readers are woken after each commit of changes
   */
  WriteBatch(
      Transactions transactions, Clock clock, Duration replyLifetime, WaitingReaders readers) {
    this.transactions = transactions;
    this.clock = clock;
    this.replyLifetime = replyLifetime;
    this.readers = readers;
  }

  /**
   * Executes writes without waiting for the locks of others, in one attempt.
   *
   * @return their results, in the same order
   * @throws com.notiflows.server.persistence.DatabaseException if it fails; then nothing is stored,
   *     unless the connection was lost during the commit
   */
  List<WriteResult<?>> tryAll(UUID projectId, List<? extends Write<?>> writes) {
    return woken(
        projectId, transactions.once(mappers -> execute(mappers, projectId, writes, Lock.NO_WAIT)));
  }

  /** Executes a write, waiting for locks, again whenever others were first. */
  WriteResult<?> execute(Write<?> write) {
    return woken(
            write.projectId(),
            transactions.inRace(
                mappers -> execute(mappers, write.projectId(), List.of(write), Lock.WAIT)))
        .get(0);
  }

  /** What a committed transaction did. */
  private record Executed(List<WriteResult<?>> results, boolean hasChanges) {}

  /** Wakes those who wait for changes, after the commit. */
  private List<WriteResult<?>> woken(UUID projectId, Executed executed) {
    if (executed.hasChanges()) {
      readers.committed(projectId);
    }
    return executed.results();
  }

  private Executed execute(
      Mappers mappers, UUID projectId, List<? extends Write<?>> writes, Lock lock) {
    Needs needs = Needs.all(writes.stream().map(write -> write.command().needs()).toList());
    Snapshot snapshot = SnapshotLoader.load(mappers, projectId, needs, lock);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ChangeSet rows = new ChangeSet(snapshot, now);
    Replies replies = Replies.load(mappers, projectId, scopes(writes), now, replyLifetime);
    List<WriteResult<?>> results = new ArrayList<>(writes.size());
    List<Change> changes = new ArrayList<>();
    for (Write<?> write : writes) {
      results.add(decide(write, rows, replies));
      changes.addAll(rows.takeChanges(write.author()));
    }
    Flush.write(mappers, projectId, rows);
    replies.write(mappers, projectId);
    changeLog.append(mappers, projectId, changes);
    return new Executed(results, !changes.isEmpty());
  }

  private static List<Hash> scopes(List<? extends Write<?>> writes) {
    List<Hash> scopes = new ArrayList<>();
    writes.forEach(write -> write.claim().ifPresent(claim -> scopes.add(claim.scope())));
    return scopes;
  }

  private static <R> WriteResult<R> decide(Write<R> write, ChangeSet rows, Replies replies) {
    Optional<WriteResult<R>> known = write.claim().flatMap(replies::find);
    if (known.isPresent()) {
      return known.get();
    }
    return write
        .command()
        .decide(rows)
        .switchOn(
            value ->
                new WriteResult.Written<>(
                    value, write.claim().map(claim -> replies.add(claim, value, rows.now()))),
            WriteResult.Refused::new);
  }
}
