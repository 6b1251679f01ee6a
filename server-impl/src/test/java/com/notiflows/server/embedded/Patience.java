package com.notiflows.server.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting with a limit for what can only be polled. */
public final class Patience {

  private static final Duration STEP = Duration.ofMillis(50);

  private Patience() {}

  /** Returns whether the condition came true within the limit. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(STEP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("interrupted while waiting for the database", e);
    }
  }
}
