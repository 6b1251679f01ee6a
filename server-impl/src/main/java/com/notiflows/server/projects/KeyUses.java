package com.notiflows.server.projects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.SecretKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When secret keys were last used. Requests record a use in memory, at most once an hour for each
 * key; housekeeping stores what was recorded. So every node writes a key once an hour at most, and
 * the stored time is at most an hour and a pause of housekeeping behind the last use.
 */
public final class KeyUses {

  private static final Duration RESOLUTION = Duration.ofHours(1);
  private static final int MOST_REMEMBERED = 100_000;

  /** More are not recorded until these are stored. */
  static final int MOST_PENDING = 10_000;

  private final Transactions transactions;
  private final Clock clock;
  private final Cache<UUID, Instant> recorded =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
  private final Map<UUID, Use> pending = new ConcurrentHashMap<>();

  private record Use(UUID projectId, UUID keyId, Instant time) {}

  /** Uses the clock for the times of uses. */
  public KeyUses(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Records in memory that a key is used now. */
  void touch(UUID projectId, UUID keyId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant last = recorded.getIfPresent(keyId);
    boolean isDue = last == null || !now.isBefore(last.plus(RESOLUTION));
    if (isDue && pending.size() < MOST_PENDING) {
      recorded.put(keyId, now);
      pending.put(keyId, new Use(projectId, keyId, now));
    }
  }

  /**
   * Stores the recorded uses, many in a transaction: a server that stops must not take long. Does
   * not change the revision of projects. Stops early if the thread is interrupted.
   *
   * @return how many were stored
   * @throws com.notiflows.server.persistence.DatabaseException if it fails; the rest is kept
   */
  public int store() {
    List<Use> uses = new ArrayList<>(pending.values());
    uses.sort(Comparator.comparing(Use::keyId)); // global lock order; prevents deadlocks
    int stored = 0;
    for (List<Use> chunk : Chunks.of(uses)) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      stored += transactions.inTransaction(mappers -> store(mappers, chunk));
      chunk.forEach(use -> pending.remove(use.keyId(), use));
    }
    return stored;
  }

  private static int store(Mappers mappers, List<Use> uses) {
    SecretKeyMapper mapper = mappers.get(SecretKeyMapper.class);
    uses.forEach(use -> mapper.use(use.projectId(), use.keyId(), use.time()));
    return uses.size();
  }
}
