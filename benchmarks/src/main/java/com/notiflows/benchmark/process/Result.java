package com.notiflows.benchmark.process;

/**
 * What was measured. Latencies are in milliseconds.
 *
 * @param count how many calls succeeded
 * @param seconds how long the calls were started that are counted
 * @param refused how many calls the server refused because it was overloaded (503)
 * @param failures how many calls failed in another way
 * @param firstFailure what the first of those got; empty if there is none
 * @param cores how many cores the process used that made the calls
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
