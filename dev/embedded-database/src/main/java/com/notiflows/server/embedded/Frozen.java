package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A process that is frozen: it keeps its connections, and answers nothing. */
public final class Frozen implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final long pid;

  private Frozen(long pid) {
    this.pid = pid;
  }

  /**
   * Freezes a process until the result is closed. All its threads stand still when this returns.
   */
  public static Frozen process(long pid) {
    send("-STOP", pid);
    Frozen frozen = new Frozen(pid);
    if (!Patience.until(LIMIT, frozen::standsStill)) {
      frozen.close();
      throw new EmbeddedDatabaseException("process " + pid + " does not stand still");
    }
    return frozen;
  }

  /** A signal returns while some threads still run. Where there is no {@code /proc}, trusts it. */
  private boolean standsStill() {
    Path threads = Path.of("/proc", Long.toString(pid), "task");
    if (!Files.exists(threads)) {
      return true;
    }
    try (Stream<Path> all = Files.list(threads)) {
      return all.allMatch(Frozen::isStopped);
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot read the threads of process " + pid, e);
    }
  }

  /** The state is the letter after the name, which is in parentheses and may contain any. */
  private static boolean isStopped(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return stat.startsWith(") T", stat.lastIndexOf(')'));
    } catch (IOException e) {
      return !Files.exists(thread); // it has ended
    }
  }

  private static void send(String signal, long pid) {
    try {
      Process kill = new ProcessBuilder(List.of("kill", signal, Long.toString(pid))).start();
      if (kill.waitFor() != 0) {
        throw new EmbeddedDatabaseException("cannot send " + signal + " to process " + pid);
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("interrupted while sending a signal", e);
    }
  }

  /** Lets it go on. */
  @Override
  public void close() {
    send("-CONT", pid);
  }
}
