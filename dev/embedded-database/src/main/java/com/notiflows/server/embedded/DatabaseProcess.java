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
 * A running server process that stops when this JVM ends, even by SIGKILL.
 *
 * <p>A shell starts a watcher and then replaces itself with the server. The watcher reads a pipe
 * that only this JVM holds open. When the JVM ends, the read returns and the watcher sends SIGTERM
 * to the server. {@code setsid} (Linux) protects the server from signals to the terminal or the
 * process group. Without it (macOS), the server ignores SIGINT. On Windows there is no watcher.
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

  /** Starts a server. Standard output and standard error are appended to the log. */
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

  // setsid and sh use exec, so this process is the server and not a shell
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

  /** Requires that the process has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** Stops the process (SIGTERM), and kills it if it does not end within the limit. */
  void stop(Duration limit) {
    process.destroy();
    if (!endsWithin(limit)) {
      kill();
    }
  }

  /** Kills the process (SIGKILL). */
  void kill() {
    process.destroyForcibly();
    if (!endsWithin(KILL_LIMIT)) {
      throw new EmbeddedDatabaseException("process " + pid() + " does not end, not even by force");
    }
  }

  // not Process.waitFor, because an interrupt must not abort a close
  private boolean endsWithin(Duration limit) {
    process.onExit().completeOnTimeout(process, limit.toMillis(), TimeUnit.MILLISECONDS).join();
    return !process.isAlive();
  }
}
