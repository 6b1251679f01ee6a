package com.notiflows.server.problem;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stack traces without messages of libraries, because these may quote data of callers or addresses
 * with passwords.
 */
public final class SafeTrace {

  private static final int FRAMES = 40;
  private static final int CAUSES = 5;

  private SafeTrace() {}

  /** The classes and stack frames of an exception and its causes, on several lines. */
  public static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    @Nullable Throwable cause = thrown;
    for (int i = 0; i < CAUSES && cause != null; i++) {
      text.append(i == 0 ? "" : "\ncaused by ").append(cause.getClass().getName());
      if (cause instanceof SafeMessage safe) {
        text.append(": ").append(safe.getMessage());
      }
      Arrays.stream(cause.getStackTrace())
          .limit(FRAMES)
          .forEach(frame -> text.append("\n    at ").append(frame));
      cause = cause.getCause();
    }
    return text.toString();
  }
}
