package com.notiflows.benchmark;

import com.notiflows.benchmark.report.Machine;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Says where the figures of a report come from. */
final class Header {

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

  private static String command(Options options) {
    return options.profile().isEmpty()
        ? "./mvnw -Pbenchmark -Dbenchmark.mode=" + options.mode().name().toLowerCase(Locale.ROOT)
        : "./mvnw -Pbenchmark -Dbenchmark.profile=" + options.profile();
  }
}
