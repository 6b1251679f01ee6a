package com.notiflows.server.rates;

import com.notiflows.server.problem.ApiException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The result of taking one request from a budget.
 *
 * @param budget the budget
 * @param isGranted whether the request may be served
 * @param remaining how many requests remain
 * @param nanosToNext time until the next request may be served; 0 if this one is
 * @param nanosToFull time until the budget is full
 */
public record Allowance(
    Budget budget, boolean isGranted, long remaining, long nanosToNext, long nanosToFull) {

  /** The headers {@code RateLimit} and {@code RateLimit-Policy} of the response. */
  public Map<String, String> headers() {
    return Map.of(
        "RateLimit",
        "\"" + budget.name() + "\";r=" + remaining + ";t=" + seconds(nanosToFull),
        "RateLimit-Policy",
        budget.policy());
  }

  /** The response to a request that is not granted (429). */
  public ApiException refusal() {
    return ApiException.rateLimited(
        budget.name(), budget.requests(), budget.seconds(), Math.max(1, seconds(nanosToNext)));
  }

  private static int seconds(long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return (int) ((nanos + second - 1) / second);
  }
}
