package com.notiflows.server.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running server process that ends with this JVM, however the JVM ends.
 *
 * <p>The shell that becomes the server first leaves a watcher behind, which reads a pipe that only
 * this JVM holds open: when the JVM is gone, even by SIGKILL, the read ends and the watcher asks
 * the server to stop. {@code setsid}, where there is one (Linux), keeps the signals of a terminal
 * or of a process group away from the server; elsewhere (macOS) SIGINT is ignored, as both products
 * do anyway. On Windows the server is started plainly.
 */
final class DatabaseProcess {

  private static final String WATCHED =
      """
      trap '' INT HUP QUIT
      exec 3<&0
      (trap '' TERM; read -r nothing <&3 || kill -TERM $$) </dev/null >/dev/null 2>&1 &
      exec "$@" </dev/null 3<&-
      """;

  private static final Duration KILL_LIMIT = Duration.ofSeconds(30);

  private final Process process;

  private DatabaseProcess(Process process) {
    this.process = process;
  }

  /** Starts a server; both its outputs go to the end of a log. */
  static DatabaseProcess spawn(List<String> command, Path log) {
    try {
      return new DatabaseProcess(
          new ProcessBuilder(watched(command))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot run " + command.get(0), e);
    }
  }

  // exec all the way down: the process we hold is the server, not a shell around it
  private static List<String> watched(List<String> command) {
    if (File.separatorChar == '\\') {
      return command;
    }
    List<String> watched = new ArrayList<>();
    SearchPath.find("setsid").ifPresent(setsid -> watched.add(setsid.toString()));
    watched.addAll(List.of("sh", "-c", WATCHED, "sh"));
    watched.addAll(command);
    return watched;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Only for a process that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** Asks for a clean end (on Windows: ends it), and insists after the limit. */
  void stop(Duration limit) {
    process.destroy();
    if (!endsWithin(limit)) {
      kill();
    }
  }

  /** Ends it without a chance to clean up. */
  void kill() {
    process.destroyForcibly();
    if (!endsWithin(KILL_LIMIT)) {
      throw new EmbeddedDatabaseException("process " + pid() + " does not end, not even by force");
    }
  }

  // not Process.waitFor: an interrupt must not keep a close from closing
  private boolean endsWithin(Duration limit) {
    process.onExit().completeOnTimeout(process, limit.toMillis(), TimeUnit.MILLISECONDS).join();
    return !process.isAlive();
  }
}
