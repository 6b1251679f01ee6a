package com.notiflows.server.ops;

import com.notiflows.server.write.WriteMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures batches of writes. */
public final class WriteMetrics implements WriteMeter {

  private final DistributionSummary sizes;
  private final Timer transactions;
  private final Counter repeats;

  WriteMetrics(MeterRegistry registry) {
    this.sizes =
        DistributionSummary.builder("notiflows.write.batch.size")
            .description("Writes that one transaction commits together")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
            .register(registry);
    this.transactions =
        Timer.builder("notiflows.write.transaction")
            .description("Transactions of writes, with waits for locks, retries and the commit")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(registry);
    this.repeats =
        Counter.builder("notiflows.write.repeats")
            .description("Batches of writes that were run again because another one was in the way")
            .register(registry);
  }

  @Override
  public void committed(int writes, long nanos) {
    sizes.record(writes);
    transactions.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void repeated() {
    repeats.increment();
  }
}
