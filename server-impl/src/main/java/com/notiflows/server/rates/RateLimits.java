package com.notiflows.server.rates;

import com.notiflows.server.config.RateConfig;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.Limits;
import io.github.bucket4j.TimeMeter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** The budgets of the spec, unless others are configured. */
public final class RateLimits implements AutoCloseable {

  private static final String FAILED_AUTHENTICATION = "failed-authentication";

  private final Map<String, Budget> budgets;
  private final Map<String, LongAdder> refusals = new HashMap<>();
  private final LocalBuckets local;
  private final Optional<RedisBuckets> redis;

  private RateLimits(
      Map<String, Budget> budgets, LocalBuckets local, Optional<RedisBuckets> redis) {
    this.budgets = Map.copyOf(budgets);
    this.local = local;
    this.redis = redis;
    budgets.keySet().forEach(name -> refusals.put(name, new LongAdder()));
  }

  /**
   * Creates the budgets. Connects to Redis, if one is configured, when it is first needed.
   *
   * @throws com.notiflows.server.config.ConfigException if a configured budget does not exist
   */
  public static RateLimits of(Limits limits, RateConfig config) {
    config.requireKnown(limits.rates().keySet());
    Map<String, Budget> budgets = config.isLimited() ? budgets(limits, config) : Map.of();
    LocalBuckets local = new LocalBuckets(TimeMeter.SYSTEM_NANOTIME);
    Optional<RedisBuckets> redis = config.redisUrl().map(url -> new RedisBuckets(url, local));
    return new RateLimits(budgets, local, redis);
  }

  private static Map<String, Budget> budgets(Limits limits, RateConfig config) {
    Map<String, Budget> budgets = new HashMap<>();
    limits
        .rates()
        .forEach(
            (name, rate) -> budgets.put(name, new Budget(name, rate.requests(), rate.seconds())));
    config
        .rates()
        .forEach(
            (name, rate) ->
                budgets.computeIfPresent(
                    name,
                    (same, preset) ->
                        rate.map(own -> new Budget(name, own.requests(), own.seconds()))
                            .orElse(null)));
    return budgets;
  }

  /**
   * Takes a request from a budget of a project.
   *
   * @param name the budget
   * @param externalId the signed-in user, whose own budget it is; empty for that of the project
   * @return empty if the budget is not limited
   */
  public Optional<Allowance> take(String name, UUID projectId, Optional<String> externalId) {
    // Redis must not learn external ids, which can be e-mail addresses.
    String owner = projectId + externalId.map(id -> ":" + hash(id)).orElse("");
    Buckets shared = redis.<Buckets>map(each -> each).orElse(local);
    return Optional.ofNullable(budgets.get(name)).map(budget -> shared.take(budget, owner));
  }

  /**
   * Takes a failure to authenticate from the budget of a client address, in advance.
   *
   * @return empty if failures are not limited
   */
  public Optional<Allowance> takeFailure(String address) {
    return Optional.ofNullable(budgets.get(FAILED_AUTHENTICATION))
        .map(budget -> local.take(budget, address));
  }

  /** Returns a failure that was taken, because the request did not fail. */
  public void giveBackFailure(Allowance taken, String address) {
    local.giveBack(taken.budget(), address);
  }

  /** Counts a request that a budget refused, and returns its response. */
  public ApiException refuse(Allowance allowance) {
    refusals.getOrDefault(allowance.budget().name(), new LongAdder()).increment();
    return allowance.refusal();
  }

  /** The budgets that are limited. */
  public Set<String> names() {
    return budgets.keySet();
  }

  /** How many requests a budget refused. */
  public long refusals(String name) {
    return refusals.getOrDefault(name, new LongAdder()).sum();
  }

  /** Whether Redis answers; empty if none is configured. */
  public Optional<BooleanSupplier> sharing() {
    return redis.map(each -> each::isAnswering);
  }

  private static String hash(String externalId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(externalId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /** Closes the connection to Redis. */
  @Override
  public void close() {
    redis.ifPresent(RedisBuckets::close);
  }
}
