package com.notiflows.benchmark.load;

/**
 * When requests start. Without a rate, a connection starts a request as soon as it has received a
 * response (a closed loop). With a rate, requests are due at fixed times, however slow the server
 * is (an open loop); one that finds no free connection starts late, but its time counts from when
 * it was due. So a server that stalls is charged for every request that waited meanwhile.
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
   * @param perSecond requests a second; 0 for a closed loop
   */
  Pace(long begin, long end, double perSecond) {
    this.begin = begin;
    this.end = end;
    this.interval = perSecond == 0 ? 0 : 1e9 / perSecond;
  }

  /** Starts a request if one is due: the time from which it counts, or {@link #NONE}. */
  long start(long now) {
    long due = due(now);
    if (due - now > 0 || due - end >= 0) {
      return NONE;
    }
    started++;
    return due;
  }

  /** Whether no more request will start. */
  boolean isOver(long now) {
    return due(now) - end >= 0;
  }

  /** When the next request is due. */
  long due(long now) {
    return interval == 0 ? now : begin + (long) (started * interval);
  }
}
