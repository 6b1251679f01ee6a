package com.notiflows.server.idempotency;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.Limits;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Removes idempotency keys that are no longer good. Several nodes may do so at once. */
public final class OldKeys {

  /** So few at once that no write waits long for their locks. */
  private static final int BATCH = 500;

  private final ProjectService projects;
  private final Transactions transactions;
  private final Clock clock;
  private final Limits limits;

  /** Removes through the transactions; the clock and the limits tell which keys are old. */
  public OldKeys(ProjectService projects, Transactions transactions, Clock clock, Limits limits) {
    this.projects = projects;
    this.transactions = transactions;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Removes all that are old, project by project; stops early if the thread is interrupted.
   *
   * @return how many
   * @throws DatabaseException if it fails; then some may be removed
   */
  public int remove() {
    Instant until = clock.instant().minusSeconds(limits.idempotencyKeySeconds());
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
