package com.notiflows.contract.faults;

import java.time.Duration;

/**
 * Something that breaks, and how it ends.
 *
 * @param name what reports call it
 * @param time how long it lasts
 * @param inject begins it
 * @param recover ends it; a restarted server may have another port
 */
record Fault(String name, Duration time, Step inject, Step recover) {

  /** Long enough for many writes to meet the fault. */
  private static final Duration SHORT = Duration.ofMillis(700);

  Fault(String name, Step inject, Step recover) {
    this(name, SHORT, inject, recover);
  }

  /** Acts on the system under test. */
  @FunctionalInterface
  interface Step {
    void on(FaultySystem system) throws Exception;
  }
}
