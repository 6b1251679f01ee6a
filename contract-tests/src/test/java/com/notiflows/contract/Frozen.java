package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A process that is frozen: it keeps its connections, and answers nothing. */
public final class Frozen implements AutoCloseable {

  private final long pid;

  private Frozen(long pid) {
    this.pid = pid;
  }

  /** Freezes a process until the result is closed. */
  public static Frozen process(long pid) {
    send("-STOP", pid);
    return new Frozen(pid);
  }

  private static void send(String signal, long pid) {
    try {
      Process kill = new ProcessBuilder(List.of("kill", signal, Long.toString(pid))).start();
      assertEquals(0, kill.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets it go on. */
  @Override
  public void close() {
    send("-CONT", pid);
  }
}
