package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.embedded.Frozen;
import com.notiflows.server.embedded.Patience;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers that share their budgets in a real Redis. */
@Timeout(180)
class SharedRatesIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int REQUESTS = 40;

  private final Projects projects = new Projects(BundledSpec.load());

  private static OwnServer server(String redisUrl) {
    return OwnServer.with(
        Map.of(
            "NOTIFLOWS_RATE_LIMITS",
            "reads=" + REQUESTS + "/60s",
            "NOTIFLOWS_REDIS_URL",
            redisUrl));
  }

  private static String sharing(OwnServer server) {
    return new String(server.components().metrics().scrape(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("notiflows_rate_limits_shared "))
        .findFirst()
        .orElse("none");
  }

  /** Waits until this server uses Redis, or does not. Asks with the budget of another project. */
  private void awaitSharing(OwnServer server, boolean isShared) {
    Tenant any = projects.create("any");
    String expected = "notiflows_rate_limits_shared " + (isShared ? "1.0" : "0.0");
    boolean isAsExpected =
        Patience.until(
            LIMIT,
            () -> {
              server.wire().send(any.request("GET", "/admin/channels"));
              return sharing(server).equals(expected);
            });
    assertTrue(isAsExpected, () -> sharing(server));
  }

  private int granted(Tenant tenant, OwnServer... servers) throws Exception {
    AtomicInteger granted = new AtomicInteger();
    Concurrently.run(
        8,
        i -> {
          for (int n = 0; n < REQUESTS / 4; n++) {
            Wire wire = servers[(i + n) % servers.length].wire();
            Answer answer = wire.send(tenant.request("GET", "/admin/channels"));
            assertTrue(answer.status() == 200 || answer.status() == 429, answer::toString);
            if (answer.status() == 200) {
              granted.incrementAndGet();
            }
          }
          return i;
        });
    return granted.get();
  }

  private void assertShared(OwnServer one, OwnServer two) throws Exception {
    List<Integer> granted = new ArrayList<>();
    for (int attempt = 0; attempt < 5; attempt++) {
      int count = granted(projects.create("shared"), one, two);
      assertTrue(count >= REQUESTS, () -> count + " were granted");
      if (count < REQUESTS * 3 / 2) { // the budget refills a little meanwhile
        return;
      }
      granted.add(count); // a stall of a loaded machine looks like a Redis that does not answer
      awaitSharing(one, true);
      awaitSharing(two, true);
    }
    fail("Both budgets were used: " + granted);
  }

  @Test
  void nodesShareOneBudget() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        OwnServer one = server(redis.url());
        OwnServer two = server(redis.url())) {
      awaitSharing(one, true);
      awaitSharing(two, true);

      assertShared(one, two);
    }
  }

  @Test
  void eachNodeHasItsOwnBudgetWhileRedisIsAway() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        OwnServer one = server(redis.url());
        OwnServer two = server(redis.url())) {
      awaitSharing(one, true);
      awaitSharing(two, true);

      redis.kill();
      Tenant tenant = projects.create("away");
      assertEquals(200, one.wire().send(tenant.request("GET", "/admin/channels")).status());
      awaitSharing(one, false);
      awaitSharing(two, false);
      assertTrue(granted(tenant, one) >= REQUESTS - 1);
      assertTrue(granted(tenant, two) >= REQUESTS - 1);

      redis.restart();
      awaitSharing(one, true);
      awaitSharing(two, true);
      assertShared(one, two);
    }
  }

  @Test
  void aFrozenRedisDelaysNobodyForLong() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        OwnServer server = server(redis.url())) {
      awaitSharing(server, true);
      try (Frozen frozen = Frozen.process(redis.pid())) {
        Tenant tenant = projects.create("frozen");
        assertTrue(granted(tenant, server) >= REQUESTS);
        assertEquals("notiflows_rate_limits_shared 0.0", sharing(server));
      }
      awaitSharing(server, true);
    }
  }

  @Test
  void startsWithoutRedis() throws Exception {
    try (OwnServer server = server("redis://127.0.0.1:1")) {
      assertTrue(granted(projects.create("none"), server) >= REQUESTS);
      assertEquals("notiflows_rate_limits_shared 0.0", sharing(server));
    }
  }
}
