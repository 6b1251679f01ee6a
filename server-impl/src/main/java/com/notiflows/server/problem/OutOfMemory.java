package com.notiflows.server.problem;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when it is out of memory, so that a supervisor starts it again: a server that
 * goes on may have lost any of its threads, and accept nothing more. Inside a servlet container,
 * which has other applications, the JVM's own option decides.
 */
public final class OutOfMemory {

  /** What the JVM exits with by {@code -XX:+ExitOnOutOfMemoryError}. */
  public static final int EXIT_CODE = 3;

  private static final int MOST_CAUSES = 20;

  // Ready to be written, since there is no memory for it then.
  private static final byte[] MESSAGE =
      "Out of memory. The process ends so that it can be restarted. Give it a larger heap (-Xmx).\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

  private static volatile boolean endsProcess;

  private OutOfMemory() {}

  /** Makes {@link #check} end the process. */
  public static void endProcess() {
    endsProcess = true;
  }

  /**
   * Ends the process, without any clean-up, if an exception was caused by a lack of memory. Code
   * that catches every Throwable must call this.
   */
  public static void check(Throwable thrown) {
    if (endsProcess && isCause(thrown)) {
      try {
        ERR.write(MESSAGE);
      } catch (IOException e) {
        // Standard error is closed. The exit code still says it.
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
