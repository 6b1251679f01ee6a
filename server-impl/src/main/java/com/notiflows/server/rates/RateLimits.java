package com.notiflows.server.rates;

import com.notiflows.server.config.RateConfig;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.Limits;
import io.github.bucket4j.TimeMeter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The budgets of the spec, unless others are configured. */
public final class RateLimits implements AutoCloseable {

  private static final String FAILED_AUTHENTICATION = "failed-authentication";

  private final Map<String, Budget> budgets;
  private final Map<String, LongAdder> refusals;
  private final LocalBuckets local;
  private final Optional<RedisBuckets> redis;
  private final Buckets shared;

  private RateLimits(
      Map<String, Budget> budgets, LocalBuckets local, Optional<RedisBuckets> redis) {
    this.budgets = Map.copyOf(budgets);
    this.local = local;
    this.redis = redis;
    this.shared = redis.<Buckets>map(each -> each).orElse(local);
    this.refusals =
        budgets.keySet().stream().collect(Collectors.toMap(name -> name, name -> new LongAdder()));
  }

  /**
   * Creates the budgets. Connects to Redis in the background, if one is configured.
   *
   * @param config names only budgets of the spec
   */
  public static RateLimits of(Limits limits, RateConfig config) {
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
   * Takes a request from a budget.
   *
   * @param name the budget
   * @param owner whose budget it is: a project, or a user of it. Redis stores it, so it must not
   *     reveal an external id
   * @return empty if the budget is not limited
   */
  public Optional<Allowance> take(String name, String owner) {
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
    refused(allowance.budget().name()).increment();
    return allowance.refusal();
  }

  /** The budgets that are limited. */
  public Set<String> names() {
    return budgets.keySet();
  }

  /** How many requests a budget refused. */
  public long refusals(String name) {
    return refused(name).sum();
  }

  /** Whether Redis answers; empty if none is configured. */
  public Optional<BooleanSupplier> sharing() {
    return redis.map(each -> each::isAnswering);
  }

  private LongAdder refused(String name) {
    return Objects.requireNonNull(refusals.get(name), name);
  }

  /** Closes the connection to Redis. */
  @Override
  public void close() {
    redis.ifPresent(RedisBuckets::close);
  }
}
