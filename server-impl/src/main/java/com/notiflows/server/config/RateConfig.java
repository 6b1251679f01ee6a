package com.notiflows.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of the rate limits.
 *
 * @param isLimited false if no rate is limited
 * @param rates by budget; an empty one removes the limit. Budgets that are missing are as the spec
 *     states
 * @param redisUrl the Redis in which the nodes share their budgets; empty if each has its own
 * @param trustedProxies networks whose {@code Forwarded} header is trusted, such as {@code
 *     10.0.0.0/8}
 */
public record RateConfig(
    boolean isLimited,
    Map<String, Optional<Rate>> rates,
    Optional<String> redisUrl,
    List<String> trustedProxies) {

  /** As the spec states, for one node without a proxy. */
  public static final RateConfig PRESET =
      new RateConfig(true, Map.of(), Optional.empty(), List.of());

  /**
   * A limit of requests per time.
   *
   * @param seconds 1 to 60
   */
  public record Rate(int requests, int seconds) {}

  /** Copies the collections. */
  public RateConfig {
    rates = Map.copyOf(rates);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Omits the URL because it can contain a password. */
  @Override
  public String toString() {
    return "RateConfig";
  }

  /**
   * Checks the names of the budgets.
   *
   * @throws ConfigException if one is not known
   */
  public void requireKnown(Set<String> budgets) {
    List<String> problems = new ArrayList<>();
    for (String name : rates.keySet()) {
      if (!budgets.contains(name)) {
        problems.add(
            RateSettings.RATES
                + " names the budget "
                + name
                + ", which does not exist. Known are "
                + String.join(", ", new TreeSet<>(budgets)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }
}
