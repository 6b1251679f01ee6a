package com.notiflows.server.endpoints;

import com.notiflows.server.changes.Author;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.EndpointMapper;
import com.notiflows.server.persistence.EndpointMapper.UnseenRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.Write;
import com.notiflows.server.write.WriteQueue;
import com.notiflows.server.write.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Retires endpoints that were not registered for a long time, and deletes those whose quarantine
 * has ended. Several nodes may run it concurrently.
 */
public final class EndpointExpiry {

  /** Batch size: small, so that other writes do not wait long for the locks. */
  private static final int BATCH = 100;

  private final ProjectService projects;
  private final Transactions transactions;
  private final WriteQueue queue;
  private final Clock clock;
  private final Duration lifetime;
  private final Limits limits;

  /**
   * Uses the queue for writes.
   *
   * @param lifetime time until an endpoint expires that is not registered again
   * @param limits bound the quarantine
   */
  public EndpointExpiry(
      ProjectService projects,
      Transactions transactions,
      WriteQueue queue,
      Clock clock,
      Duration lifetime,
      Limits limits) {
    this.projects = projects;
    this.transactions = transactions;
    this.queue = queue;
    this.clock = clock;
    this.lifetime = lifetime;
    this.limits = limits;
  }

  /**
   * Retires and deletes everything that is due, project by project. Stops early if the thread is
   * interrupted.
   *
   * @return how many were retired
   * @throws com.notiflows.server.persistence.DatabaseException on failure; some endpoints may be
   *     retired
   */
  public int retire() {
    int sum = 0;
    for (ProjectService.Project project : projects.list()) {
      sum += retire(project.id());
      forget(project.id());
    }
    return sum;
  }

  private int retire(UUID projectId) {
    Instant until = clock.instant().minus(lifetime);
    int sum = 0;
    int retired = BATCH;
    while (retired > 0 && !Thread.currentThread().isInterrupted()) {
      retired = 0;
      List<UnseenRow> unseen =
          transactions.single(
              EndpointMapper.class, mapper -> mapper.unseen(projectId, until, BATCH));
      Map<UUID, Set<Hash>> byChannel =
          unseen.stream()
              .collect(
                  Collectors.groupingBy(
                      UnseenRow::channelId,
                      Collectors.mapping(UnseenRow::identifierHash, Collectors.toSet())));
      for (Map.Entry<UUID, Set<Hash>> entry : byChannel.entrySet()) {
        ExpireEndpoints command =
            new ExpireEndpoints(
                entry.getKey(), entry.getValue(), until, limits.quarantinedEndpoints());
        if (queue.execute(new Write<>(projectId, command, Optional.empty(), Author.EXPIRY))
            instanceof WriteResult.Written<Integer> written) {
          retired += written.value();
        }
      }
      sum += retired;
    }
    return sum;
  }

  private void forget(UUID projectId) {
    Instant until = clock.instant().minusSeconds(limits.quarantineSeconds());
    int forgotten = BATCH;
    while (forgotten == BATCH && !Thread.currentThread().isInterrupted()) {
      forgotten =
          transactions.single(
              EndpointMapper.class, mapper -> mapper.forget(projectId, until, BATCH));
    }
  }
}
