package com.notiflows.server.http.error;

import com.notiflows.server.persistence.DatabaseException;
import java.util.Arrays;

/** A stack trace without messages of others: parsers and drivers may quote what they choked on. */
final class SafeTrace {

  private static final int FRAMES = 40;
  private static final int CAUSES = 5;

  private SafeTrace() {}

  static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; i < CAUSES && cause != null; i++) {
      text.append(i == 0 ? "" : "\ncaused by ").append(cause.getClass().getName());
      if (cause instanceof DatabaseException) { // its message is ours, and tells the error's number
        text.append(": ").append(cause.getMessage());
      }
      Arrays.stream(cause.getStackTrace())
          .limit(FRAMES)
          .forEach(frame -> text.append("\n    at ").append(frame));
      cause = cause.getCause();
    }
    return text.toString();
  }
}
