package com.notiflows.server.rates;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucket;

/** Buckets in the memory of this process. */
final class LocalBuckets implements Buckets {

  private record Key(Budget budget, String owner) {}

  private final TimeMeter clock;
  private final Cache<Key, Bucket> buckets = Buckets.cache();

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
        .addLimit(Buckets.limit(key.budget()))
        .withCustomTimePrecision(clock)
        .build();
  }
}
