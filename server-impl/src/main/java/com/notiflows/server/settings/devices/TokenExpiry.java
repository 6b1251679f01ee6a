package com.notiflows.server.settings.devices;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.RetiredTokenMapper;
import com.notiflows.server.persistence.RetiredTokenMapper.LivingRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.store.TokenRetirement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Retires device tokens that were not seen for long, and forgets those that were in quarantine for
 * long. Several nodes may do so at once.
 */
public final class TokenExpiry {

  /** So few at once that no write waits long for their locks. */
  private static final int BATCH = 100;

  private static final String EXPIRED = "expired";

  private final ProjectService projects;
  private final Transactions transactions;
  private final TokenKeys keys;
  private final Clock clock;
  private final Duration lifetime;
  private final Duration quarantine;

  /**
   * Removes through the transactions.
   *
   * @param lifetime how long a token lives without being seen
   * @param quarantine how long a token that was retired can be brought back
   */
  public TokenExpiry(
      ProjectService projects,
      Transactions transactions,
      Clock clock,
      Duration lifetime,
      Duration quarantine) {
    this.projects = projects;
    this.transactions = transactions;
    this.keys = new TokenKeys(transactions);
    this.clock = clock;
    this.lifetime = lifetime;
    this.quarantine = quarantine;
  }

  /**
   * Retires and forgets whatever is due, project by project; stops early if the thread is
   * interrupted.
   *
   * @return how many were retired
   * @throws DatabaseException if it fails; then some may be retired
   */
  public int retire() {
    int sum = 0;
    for (ProjectService.Project project : projects.list()) {
      sum += keys.find(project.id()).map(key -> retire(project.id(), key)).orElse(0);
      forget(project.id());
    }
    return sum;
  }

  private int retire(UUID projectId, TokenKey key) {
    Instant until = clock.instant().minus(lifetime);
    int sum = 0;
    int retired = BATCH;
    while (retired == BATCH && !Thread.currentThread().isInterrupted()) {
      List<LivingRow> unseen =
          transactions.single(
              RetiredTokenMapper.class, mapper -> mapper.unseen(projectId, until, BATCH));
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      TokenRetirement retirement = new TokenRetirement(projectId, key, now);
      retired =
          transactions.run(
              mappers ->
                  retirement
                      .retire(
                          mappers,
                          unseen,
                          row ->
                              Optional.of(EXPIRED).filter(any -> row.lastSeenAt().isBefore(until)))
                      .size());
      sum += retired;
    }
    return sum;
  }

  private void forget(UUID projectId) {
    Instant until = clock.instant().minus(quarantine);
    int forgotten = BATCH;
    while (forgotten == BATCH && !Thread.currentThread().isInterrupted()) {
      forgotten =
          transactions.single(
              RetiredTokenMapper.class, mapper -> mapper.forget(projectId, until, BATCH));
    }
  }
}
