package com.notiflows.server.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells how far a long work has come: in place on a terminal, else in a line now and then. */
final class Progress {

  private static final int BAR = 30;

  private final PrintWriter out;
  private final String done;
  private final boolean isTerminal = isTerminal();
  private final long start = System.nanoTime();
  private final long pause =
      isTerminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10);
  private long countBefore = -1;
  private long told = start;

  /** The word says what is done with lines, such as {@code imported}. */
  Progress(PrintWriter out, String done) {
    this.out = out;
    this.done = done;
  }

  /**
   * Takes where the work is.
   *
   * @param count lines that are done
   * @param part how much of the whole that is, from 0 to 1, if the whole is known
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

  /** Ends the line in place, so that what follows begins a new one. */
  void end(long count) {
    if (isTerminal && told != start) {
      print(count, Optional.empty());
      out.println();
      out.flush();
    }
  }

  /** Tells something in between. */
  void say(String text) {
    out.println(isTerminal && told != start ? "\r\033[K" + text : text);
    out.flush();
  }

  private void print(long count, Optional<Double> part) {
    double seconds = (told - start) / 1e9;
    String text =
        String.format(
            Locale.ROOT,
            "%s%,d lines %s, %,.0f a second",
            part.map(Progress::bar).orElse(""),
            count,
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

  @SuppressWarnings("SystemConsoleNull") // a console without a terminal is looked at below
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
