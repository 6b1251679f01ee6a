package com.notiflows.benchmark.load;

/**
 * Decides when requests start. Without a rate, a connection sends a request as soon as it has
 * received a response (closed loop). With a rate, requests are due at fixed times (open loop). A
 * request that finds no free connection starts late, but its latency counts from its due time. So
 * the latency includes the wait of every request during a stall of the server.
 */
final class Pace {

  /** No request starts now. */
  static final long NONE = Long.MIN_VALUE;

  private final long begin;
  private final long end;
  private final double interval;
  private long started;

  /**
   * Times are those of {@link System#nanoTime}.
   *
   * @param perSecond requests per second; 0 for a closed loop
   */
  Pace(long begin, long end, double perSecond) {
    this.begin = begin;
    this.end = end;
    this.interval = perSecond == 0 ? 0 : 1e9 / perSecond;
  }

  /** Starts a request if one is due. Returns its due time, or {@link #NONE}. */
  long start(long now) {
    long due = due(now);
    if (due - now > 0 || due - end >= 0) {
      return NONE;
    }
    started++;
    return due;
  }

  /** Whether all requests have started. */
  boolean isOver(long now) {
    return due(now) - end >= 0;
  }

  /** When the next request is due. */
  long due(long now) {
    return interval == 0 ? now : begin + (long) (started * interval);
  }
}
