package com.notiflows.server.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times that follow each other even if the clock is set back, or differs between nodes. */
public final class Times {

  private Times() {}

  /** The time of a change: now, but never before the previous change. */
  public static Instant following(Instant previous, Instant now) {
    return now.isBefore(previous) ? previous.plus(1, ChronoUnit.MICROS) : now;
  }
}
