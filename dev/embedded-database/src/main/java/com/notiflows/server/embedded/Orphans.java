package com.notiflows.server.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Stops servers that a killed JVM left on a folder. Their watchers also stop them, see {@link
 * DatabaseProcess}.
 *
 * <p>Orphans are found by their command line. Windows does not show it, so an orphan there makes
 * the next start fail with a message in the log.
 */
final class Orphans {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Orphans() {}

  static void stop(DataFolder folder, Consumer<String> progress) {
    if (on(folder).isEmpty()) {
      return;
    }
    progress.accept("Stopping the database that a killed process left in " + folder.root());
    on(folder).forEach(ProcessHandle::destroy);
    if (!Patience.until(LIMIT, () -> on(folder).isEmpty())) {
      on(folder).forEach(ProcessHandle::destroyForcibly);
      if (!Patience.until(LIMIT, () -> on(folder).isEmpty())) {
        throw new EmbeddedDatabaseException(
            "process " + on(folder) + " uses " + folder.root() + " and cannot be stopped");
      }
    }
  }

  private static List<ProcessHandle> on(DataFolder folder) {
    Set<String> wanted =
        Set.of(ServerArguments.dataDir(folder.data()), ServerArguments.dataDir(folder.draft()));
    try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      return processes.filter(process -> isServer(process.info(), wanted)).toList();
    }
  }

  // the first argument distinguishes a server from its watcher
  private static boolean isServer(ProcessHandle.Info info, Set<String> dataDirs) {
    List<String> arguments = info.arguments().map(List::of).orElse(List.of());
    return !arguments.isEmpty()
        && arguments.get(0).equals(ServerArguments.FIRST)
        && arguments.stream().anyMatch(dataDirs::contains);
  }
}
