package com.notiflows.server.projects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.notiflows.server.persistence.SecretKeyMapper;
import com.notiflows.server.persistence.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When secret keys were last used. Requests note a use in memory, at most once an hour for each
 * key; housekeeping stores what was noted. So every node writes a key once an hour at most, and the
 * stored time is at most an hour and a pause of housekeeping behind the last use.
 */
public final class KeyUses {

  private static final Duration RESOLUTION = Duration.ofHours(1);
  private static final int MOST_NOTED = 100_000;

  /** More are not noted until these are stored. */
  static final int MOST_PENDING = 10_000;

  private final Transactions transactions;
  private final Clock clock;
  private final Cache<UUID, Instant> noted = Caffeine.newBuilder().maximumSize(MOST_NOTED).build();
  private final Map<UUID, Use> pending = new ConcurrentHashMap<>();

  private record Use(UUID projectId, UUID keyId, Instant time) {}

  /** Uses the clock for the times of uses. */
  public KeyUses(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Notes that a key is used now. Takes no lock and no connection. */
  void note(UUID projectId, UUID keyId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant last = noted.getIfPresent(keyId);
    boolean isDue = last == null || !now.isBefore(last.plus(RESOLUTION));
    if (isDue && pending.size() < MOST_PENDING) {
      noted.put(keyId, now);
      pending.put(keyId, new Use(projectId, keyId, now));
    }
  }

  /**
   * Stores the uses that were noted. Does not change the revision of projects. Stops early if the
   * thread is interrupted.
   *
   * @return how many were stored
   * @throws com.notiflows.server.persistence.DatabaseException if it fails; the rest remains noted
   */
  public int store() {
    int stored = 0;
    for (Use use : List.copyOf(pending.values())) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      transactions.single(
          SecretKeyMapper.class, mapper -> mapper.use(use.projectId(), use.keyId(), use.time()));
      pending.remove(use.keyId(), use);
      stored++;
    }
    return stored;
  }
}
