package com.notiflows.server.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs work on a small stack, which deep recursion overflows, and with a timeout. */
public final class SmallStack {

  private static final int BYTES = 160 * 1024;
  private static final long MOST_SECONDS = 60;

  private SmallStack() {}

  /** Runs the work. Fails if it throws or exceeds the timeout. */
  public static void run(String name, Runnable work) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(null, work, name, BYTES);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((any, thrown) -> failure.set(thrown));
    thread.start();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertFalse(thread.isAlive(), () -> name + " hangs");
    assertNull(failure.get(), () -> name + ": " + failure.get());
  }
}
