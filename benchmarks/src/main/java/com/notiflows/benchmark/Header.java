package com.notiflows.benchmark;

import com.notiflows.benchmark.report.Machine;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** The first lines of a report: time, command, machine and JVM options. */
final class Header {

  private static final List<String> OPTIONS =
      List.of(
          "databases",
          "users",
          "seconds",
          "connections",
          "minutes",
          "settings",
          "projects",
          "encryption");

  private Header() {}

  static String of(Options options) throws IOException {
    return Report.format(
        """
        Measured on %s with

        ```sh
        %s
        ```

        on %s. The server's JVM ran with `%s`.
        """,
        LocalDate.now(ZoneOffset.UTC),
        command(options),
        Machine.describe(),
        options.serverOptions());
  }

  /** The command, with the options that were set. */
  private static String command(Options options) {
    StringBuilder command =
        new StringBuilder("./mvnw -Pbenchmark -Dbenchmark.mode=")
            .append(options.mode().name().toLowerCase(Locale.ROOT));
    for (String name : OPTIONS) {
      String value = System.getProperty("benchmark." + name, "");
      if (!value.isEmpty()) {
        command.append(" -Dbenchmark.").append(name).append('=').append(value);
      }
    }
    return command.toString();
  }
}
