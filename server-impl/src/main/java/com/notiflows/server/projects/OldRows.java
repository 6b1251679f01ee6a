package com.notiflows.server.projects;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Deletes rows that are older than their lifetime. Several nodes may run it concurrently. */
public final class OldRows {

  /** Small, so that writes do not wait long for the locks. */
  private static final int BATCH = 500;

  /** Deletes rows of one project. */
  @FunctionalInterface
  public interface Deletion {

    /**
     * Deletes the oldest rows in one transaction.
     *
     * @param until rows before this time are deleted; those of this time may be
     * @param limit maximum number of rows
     * @return how many were deleted; less than the limit if no old ones are left
     */
    int deleteBatch(UUID projectId, Instant until, int limit);
  }

  private final ProjectService projects;
  private final Clock clock;
  private final Duration lifetime;
  private final Deletion deletion;

  /** Uses the clock to find rows that are older than the lifetime. */
  public OldRows(ProjectService projects, Clock clock, Duration lifetime, Deletion deletion) {
    this.projects = projects;
    this.clock = clock;
    this.lifetime = lifetime;
    this.deletion = deletion;
  }

  /**
   * Deletes all old rows, project by project. Stops early if the thread is interrupted.
   *
   * @return how many were deleted
   * @throws com.notiflows.server.persistence.DatabaseException if it fails; then some may be
   *     deleted
   */
  public int delete() {
    Instant until = clock.instant().minus(lifetime);
    return projects.list().stream().mapToInt(project -> delete(project.id(), until)).sum();
  }

  private int delete(UUID projectId, Instant until) {
    int sum = 0;
    int deleted = BATCH;
    while (deleted == BATCH && !Thread.currentThread().isInterrupted()) {
      deleted = deletion.deleteBatch(projectId, until, BATCH);
      sum += deleted;
    }
    return sum;
  }
}
