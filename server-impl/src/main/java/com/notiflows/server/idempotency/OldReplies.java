package com.notiflows.server.idempotency;

import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.ProjectService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Removes stored responses whose idempotency keys have expired. Several nodes may run it
 * concurrently.
 */
public final class OldReplies {

  /** Batch size: small, so that writes do not wait long for the locks. */
  private static final int BATCH = 500;

  private final ProjectService projects;
  private final Transactions transactions;
  private final Clock clock;
  private final Duration lifetime;

  /** Uses the clock to find keys that are older than the lifetime. */
  public OldReplies(
      ProjectService projects, Transactions transactions, Clock clock, Duration lifetime) {
    this.projects = projects;
    this.transactions = transactions;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /**
   * Removes all expired keys, project by project. Stops early if the thread is interrupted.
   *
   * @return how many were removed
   * @throws com.notiflows.server.persistence.DatabaseException if it fails; then some may be
   *     removed
   */
  public int remove() {
    Instant until = clock.instant().minus(lifetime);
    return projects.list().stream().mapToInt(project -> remove(project.id(), until)).sum();
  }

  private int remove(UUID projectId, Instant until) {
    int sum = 0;
    int removed = BATCH;
    while (removed == BATCH && !Thread.currentThread().isInterrupted()) {
      removed =
          transactions.single(
              IdempotencyKeyMapper.class, mapper -> mapper.deleteOld(projectId, until, BATCH));
      sum += removed;
    }
    return sum;
  }
}
