package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Finds and signals processes of this machine. */
final class Processes {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SIGNALS_TAKE_EFFECT = Duration.ofMillis(300);

  private Processes() {}

  /** Unlike {@link ProcessHandle#isAlive}, returns false for zombies. */
  static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  /** Waits until servers and watchers have ended. Returns false after a timeout. */
  static boolean allGoneFrom(Path folder) throws IOException {
    String data = dataDirIn(folder);
    return Patience.until(LIMIT, () -> mentioning(data).isEmpty());
  }

  /** Kills the watchers but not the servers. */
  static void killWatchersOf(Path folder) throws IOException {
    List<ProcessHandle> watchers =
        mentioning(dataDirIn(folder)).stream()
            .filter(process -> process.info().command().orElse("").endsWith("sh"))
            .toList();
    watchers.forEach(ProcessHandle::destroyForcibly);
  }

  static void signal(String name, long pid) throws IOException {
    int exitCode =
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
            .start()
            .onExit()
            .join()
            .exitValue();
    if (exitCode != 0) {
      throw new IOException("kill failed: " + exitCode);
    }
  }

  static void pauseForSignals() {
    Patience.until(SIGNALS_TAKE_EFFECT, () -> false);
  }

  private static String dataDirIn(Path folder) throws IOException {
    return ServerArguments.dataDir(folder.toRealPath().resolve(EmbeddedDatabaseIT.PRODUCT.key()));
  }

  private static List<ProcessHandle> mentioning(String argument) {
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes
          .filter(
              process ->
                  List.of(process.info().arguments().orElse(new String[0])).contains(argument))
          .toList();
    }
  }
}
