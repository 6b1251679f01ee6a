package com.notiflows.server.problem;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stack traces without the messages of others: a parser or a driver may quote what a caller sent,
 * or an address that has a password in it.
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
