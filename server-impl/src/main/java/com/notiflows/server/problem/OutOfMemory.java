package com.notiflows.server.problem;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when it is out of memory, so that a supervisor restarts it. Otherwise the server
 * might continue without some of its threads. In a servlet container, which may run other
 * applications, only the JVM option decides.
 */
public final class OutOfMemory {

  /** The exit code of the JVM with {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int EXIT_CODE = 3;

  private static final int MOST_CAUSES = 20;

  // Encoded in advance, because there is no memory for it later.
  private static final byte[] MESSAGE =
      "Out of memory. The process ends so that it can be restarted. Give it a larger heap (-Xmx).\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

  private static volatile boolean endsProcess;

  private OutOfMemory() {}

  /** Enables {@link #check}. */
  public static void endProcess() {
    endsProcess = true;
  }

  /**
   * Ends the process at once if an exception was caused by a lack of memory. Code that catches
   * Throwable must call this.
   */
  public static void check(Throwable thrown) {
    if (endsProcess && isCause(thrown)) {
      try {
        ERR.write(MESSAGE);
      } catch (IOException e) {
        // Standard error is closed. The exit code still shows the cause.
      } finally {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }
  }

  private static boolean isCause(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
