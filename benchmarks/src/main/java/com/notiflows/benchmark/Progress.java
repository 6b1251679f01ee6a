package com.notiflows.benchmark;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints the progress of a run. */
final class Progress {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Progress() {}

  static void say(String what) {
    System.out.println(LocalTime.now().format(TIME) + " " + what);
  }

  static void say(Measurement m) {
    String line =
        String.format(
            Locale.ROOT,
            "%-20s %3d connections %,8.0f/s  p50 %7.2f  p99 %7.2f  p99.9 %7.2f ms",
            m.id(),
            m.connections(),
            m.result().rate(),
            m.result().p50(),
            m.result().p99(),
            m.result().p999());
    if (m.result().refused() > 0) {
      line += "  " + m.result().refused() + " refused";
    }
    if (m.result().failures() > 0) {
      line += "  " + m.result().failures() + " failed, the first: " + m.result().firstFailure();
    }
    say(line);
  }
}
