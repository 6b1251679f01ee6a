package com.notiflows.benchmark.process;

/**
 * Measured values. Latencies are in milliseconds.
 *
 * @param count how many calls succeeded
 * @param seconds the duration in which the counted calls started
 * @param refused how many calls the server rejected because of overload (503)
 * @param failures how many calls failed for other reasons
 * @param firstFailure a description of the first of these failures; empty if there is none
 * @param cores how many cores the load generator used
 */
public record Result(
    long count,
    double seconds,
    double p50,
    double p99,
    double p999,
    double max,
    long refused,
    long failures,
    String firstFailure,
    double cores) {

  /** Calls a second. */
  public double rate() {
    return count / seconds;
  }
}
