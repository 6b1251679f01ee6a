package com.notiflows.server.rates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucket;
import java.time.Duration;

/** Buckets in the memory of this process. */
final class LocalBuckets implements Buckets {

  /** Of more owners, those are forgotten that were not seen for the longest time. */
  private static final long MOST_BUCKETS = 100_000;

  /** A bucket is full after at most a minute, so it can be forgotten. */
  private static final Duration FULL = Duration.ofSeconds(61);

  private record Key(Budget budget, String owner) {}

  private final TimeMeter clock;
  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST_BUCKETS).expireAfterAccess(FULL).build();

  /** Refills the buckets by that clock. */
  LocalBuckets(TimeMeter clock) {
    this.clock = clock;
  }

  @Override
  public Allowance take(Budget budget, String owner) {
    return Buckets.allowance(budget, bucket(budget, owner).tryConsumeAndReturnRemaining(1));
  }

  /** Returns a request that was taken. */
  void giveBack(Budget budget, String owner) {
    bucket(budget, owner).addTokens(1);
  }

  private Bucket bucket(Budget budget, String owner) {
    return buckets.get(new Key(budget, owner), this::create);
  }

  private LocalBucket create(Key key) {
    return Bucket.builder()
        .addLimit(Buckets.configuration(key.budget()).getBandwidths()[0])
        .withCustomTimePrecision(clock)
        .build();
  }
}
