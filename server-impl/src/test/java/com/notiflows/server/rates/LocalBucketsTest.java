package com.notiflows.server.rates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.problem.ApiException;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalBucketsTest {

  private static final Budget BUDGET = new Budget("writes", 4, 20);

  private final AtomicLong now = new AtomicLong();
  private final LocalBuckets buckets =
      new LocalBuckets(
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return now.get();
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  private Allowance take(String owner) {
    return buckets.take(BUDGET, owner);
  }

  @Test
  void grantsABurstAndRefillsEvenly() {
    for (int i = 3; i >= 0; i--) {
      Allowance allowance = take("a");
      assertTrue(allowance.isGranted());
      assertEquals(i, allowance.remaining());
    }
    assertFalse(take("a").isGranted());

    now.addAndGet(Duration.ofSeconds(5).toNanos());
    assertTrue(take("a").isGranted());
    assertFalse(take("a").isGranted());
  }

  @Test
  void ownersHaveBucketsOfTheirOwn() {
    for (int i = 0; i < 5; i++) {
      take("a");
    }
    assertTrue(take("b").isGranted());
  }

  @Test
  void returnsWhatWasNotUsed() {
    for (int i = 0; i < 100; i++) {
      assertTrue(take("a").isGranted());
      buckets.giveBack(BUDGET, "a");
    }
  }

  @Test
  void statesTheBudget() {
    assertEquals(
        Map.of("RateLimit-Policy", "\"writes\";q=4;w=20", "RateLimit", "\"writes\";r=3;t=5"),
        take("a").headers());
  }

  @Test
  void statesWhenToRetry() {
    for (int i = 0; i < 4; i++) {
      take("a");
    }
    now.addAndGet(Duration.ofMillis(3_100).toNanos());

    ApiException refusal = take("a").refusal();

    assertEquals(429, refusal.status());
    assertEquals(Map.of("Retry-After", "2"), refusal.headers());
    assertEquals(4, refusal.details().limit());
    assertEquals("20s", refusal.details().window());
    assertEquals(2, refusal.details().retryAfter());
    assertEquals(
        "The budget writes is used up: 4 requests in 20 seconds. Wait for the seconds in"
            + " Retry-After.",
        refusal.getMessage());
  }
}
