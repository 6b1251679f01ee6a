package com.notiflows.benchmark;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The options of a run, see README.md.
 *
 * @param profile the id of the scenario whose flame graph is recorded; empty for none
 * @param encryption whether the cost of encryption at rest is measured
 * @param publish whether the report is copied into the source tree
 * @param serverOptions the server's options for its JVM
 * @param distribution the archive of the server
 * @param comparator the program of the server on Spring Boot, if it is measured
 * @param module the folder of this module
 */
record Options(
    Mode mode,
    List<Product> databases,
    int users,
    double seconds,
    int connections,
    double minutes,
    int settings,
    int projects,
    String profile,
    boolean encryption,
    boolean publish,
    String serverOptions,
    Path distribution,
    Optional<Path> comparator,
    Path module) {

  private static final String PREFIX = "benchmark.";

  static Options fromSystemProperties() {
    String profile = text("profile", "");
    Mode mode =
        profile.isEmpty()
            ? Mode.valueOf(text("mode", "standard").toUpperCase(Locale.ROOT))
            : Mode.PROFILE;
    String databases = mode == Mode.FULL ? "mysql8,mariadb" : "mysql8";
    return new Options(
        mode,
        Arrays.stream(text("databases", databases).split(","))
            .map(name -> Product.valueOf(name.toUpperCase(Locale.ROOT)))
            .toList(),
        number("users", mode.users()),
        Double.parseDouble(text("seconds", Double.toString(mode.seconds()))),
        number("connections", 64),
        Double.parseDouble(text("minutes", "20")),
        number("settings", 10_000_000),
        number("projects", 1_000),
        profile,
        Boolean.parseBoolean(text("encryption", "true")),
        Boolean.parseBoolean(text("publish", "false")),
        text("serverOptions", "-Xmx1g"),
        Path.of(text("distribution", "")),
        Optional.of(text("comparator", "")).filter(file -> !file.isEmpty()).map(Path::of),
        Path.of(text("module", "")).toAbsolutePath());
  }

  /** The folder of everything that a run writes. */
  Path target() {
    return module.resolve("target");
  }

  private static int number(String name, int preset) {
    return Integer.parseInt(text(name, Integer.toString(preset)));
  }

  private static String text(String name, String preset) {
    String value = System.getProperty(PREFIX + name, "");
    return value.isEmpty() ? preset : value;
  }
}
