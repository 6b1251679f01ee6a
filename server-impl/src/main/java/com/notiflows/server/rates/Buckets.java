package com.notiflows.server.rates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Token buckets by budget and owner. */
interface Buckets {

  /** How many buckets are remembered. */
  long MOST = 100_000;

  /** A bucket is full after at most a minute. */
  Duration FULL = Duration.ofSeconds(61);

  /**
   * Takes one request from the bucket of an owner.
   *
   * @param owner whose bucket it is, such as the id of a project
   */
  Allowance take(Budget budget, String owner);

  /** The limit of a bucket, which is full at first. */
  static Bandwidth limit(Budget budget) {
    return Bandwidth.builder()
        .capacity(budget.requests())
        .refillGreedy(budget.requests(), Duration.ofSeconds(budget.seconds()))
        .build();
  }

  /** Remembers buckets until they are full again; of too many, those that were used last. */
  static <K> Cache<K, Bucket> cache() {
    return Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(FULL).build();
  }

  /** Converts the result of a bucket. */
  static Allowance allowance(Budget budget, ConsumptionProbe probe) {
    return new Allowance(
        budget,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        probe.getNanosToWaitForRefill(),
        probe.getNanosToWaitForReset());
  }
}
