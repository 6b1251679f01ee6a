package com.notiflows.server.changes;

import com.notiflows.server.persistence.ChangeHeadMapper;
import com.notiflows.server.persistence.ChangeHeadMapper.Head;
import com.notiflows.server.persistence.ChangeMapper;
import com.notiflows.server.persistence.ChangeRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.projects.ProjectService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deletes changes that are too old. Several nodes may run it concurrently. */
public final class OldChanges {

  /** Batch size: small, so that writes do not wait long for the head of the chain. */
  private static final int BATCH = 500;

  private final ProjectService projects;
  private final Transactions transactions;
  private final Clock clock;
  private final Duration lifetime;

  /** Uses the clock to find changes that are older than the lifetime. */
  public OldChanges(
      ProjectService projects, Transactions transactions, Clock clock, Duration lifetime) {
    this.projects = projects;
    this.transactions = transactions;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /**
   * Deletes all old changes, project by project. Stops early if the thread is interrupted.
   *
   * @return how many were deleted
   * @throws com.notiflows.server.persistence.DatabaseException if it fails; then some may be
   *     deleted
   */
  public int remove() {
    Instant until = clock.instant().minus(lifetime);
    return projects.list().stream().mapToInt(project -> remove(project.id(), until)).sum();
  }

  private int remove(UUID projectId, Instant until) {
    int sum = 0;
    int removed = BATCH;
    while (removed == BATCH && !Thread.currentThread().isInterrupted()) {
      removed = transactions.inTransaction(mappers -> removeBatch(mappers, projectId, until));
      sum += removed;
    }
    return sum;
  }

  /** Deletes before it locks the head: the order of writes that erase a user. */
  private static int removeBatch(Mappers mappers, UUID projectId, Instant until) {
    ChangeHeadMapper heads = mappers.get(ChangeHeadMapper.class);
    Head head = heads.find(projectId);
    if (head == null) {
      return 0;
    }
    ChangeMapper changes = mappers.get(ChangeMapper.class);
    List<ChangeRow> old =
        changes.after(projectId, head.removed(), BATCH).stream()
            .takeWhile(row -> row.changedAt().isBefore(until))
            .toList();
    if (old.isEmpty()) {
      return 0;
    }
    ChangeRow last = old.get(old.size() - 1);
    changes.deleteUntil(projectId, last.position());
    heads.remove(projectId, last.position(), last.hash());
    return old.size();
  }
}
