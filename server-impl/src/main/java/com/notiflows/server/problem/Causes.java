package com.notiflows.server.problem;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chain of causes of an exception. */
public final class Causes {

  private static final int MOST = 20;

  private Causes() {}

  /**
   * Returns an exception and its causes, outermost first: at most 20, since a chain can be a loop.
   */
  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    @Nullable Throwable cause = thrown;
    while (cause != null && causes.size() < MOST) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }
}
