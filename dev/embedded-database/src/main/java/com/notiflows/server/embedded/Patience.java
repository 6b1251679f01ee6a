package com.notiflows.server.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Polls a condition. */
public final class Patience {

  private static final Duration STEP = Duration.ofMillis(50);

  private Patience() {}

  /** Waits for a condition. Returns false if the limit is exceeded. */
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
