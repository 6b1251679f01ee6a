package com.notiflows.server.rates;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/** Token buckets by budget and owner. */
interface Buckets {

  /**
   * Takes one request from the bucket of an owner.
   *
   * @param owner whose bucket it is, such as the id of a project
   */
  Allowance take(Budget budget, String owner);

  /** The bucket of a budget. It is full at first. */
  static BucketConfiguration configuration(Budget budget) {
    return BucketConfiguration.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(budget.requests())
                    .refillGreedy(budget.requests(), Duration.ofSeconds(budget.seconds())))
        .build();
  }

  /** What a bucket said. */
  static Allowance allowance(Budget budget, ConsumptionProbe probe) {
    return new Allowance(
        budget,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        probe.getNanosToWaitForRefill(),
        probe.getNanosToWaitForReset());
  }
}
