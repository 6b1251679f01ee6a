package com.notiflows.server.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that changes only by {@link #advance}. */
public final class ManualClock extends Clock {

  private Instant now;

  /** Starts at that time. */
  public ManualClock(String start) {
    this.now = Instant.parse(start);
  }

  /** Moves the time forward. */
  public void advance(Duration step) {
    now = now.plus(step);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Time is UTC");
  }
}
