package com.notiflows.server.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Prints progress: updates a line on a terminal, otherwise prints a line now and then. */
final class Progress {

  private static final int BAR = 30;

  private final PrintWriter out;
  private final String things;
  private final String done;
  private final boolean isTerminal = isTerminal();
  private final long start = System.nanoTime();
  private final long pause =
      isTerminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10);
  private long countBefore = -1;
  private long told = start;

  /**
   * Starts the clock.
   *
   * @param things what is counted, such as {@code lines}
   * @param done what happens to them, such as {@code imported}
   */
  Progress(PrintWriter out, String things, String done) {
    this.out = out;
    this.things = things;
    this.done = done;
  }

  /**
   * Updates the progress.
   *
   * @param count processed things
   * @param part the processed part of the total, from 0 to 1, if the total is known
   */
  void at(long count, Optional<Double> part) {
    if (countBefore < 0) {
      countBefore = part.isPresent() ? count : 0;
    }
    long now = System.nanoTime();
    if (now - told >= pause) {
      told = now;
      print(count, part);
    }
  }

  /** Ends the progress line, so that further output starts on a new line. */
  void end(long count) {
    if (isTerminal && told != start) {
      print(count, Optional.empty());
      out.println();
      out.flush();
    }
  }

  /** Prints a message between progress updates. */
  void say(String text) {
    out.println(isTerminal && told != start ? "\r\033[K" + text : text);
    out.flush();
  }

  private void print(long count, Optional<Double> part) {
    double seconds = (told - start) / 1e9;
    String text =
        String.format(
            Locale.ROOT,
            "%s%,d %s %s, %,.0f a second",
            part.map(Progress::bar).orElse(""),
            count,
            things,
            done,
            (count - Math.max(countBefore, 0)) / Math.max(seconds, 0.001));
    if (isTerminal) {
      out.print("\r\033[K" + text);
    } else {
      out.println(text);
    }
    out.flush();
  }

  private static String bar(double part) {
    int full = (int) Math.round(part * BAR);
    return String.format(
        Locale.ROOT, "[%s%s] %3.0f %%  ", "#".repeat(full), ".".repeat(BAR - full), part * 100);
  }

  @SuppressWarnings("SystemConsoleNull") // a console without a terminal is handled below
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22, there was no console without a terminal
    }
  }
}
