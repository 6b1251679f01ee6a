package com.notiflows.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * What {@code ./mvnw -Pbenchmark} runs: all benchmarks, and at the end a table that compares them.
 */
public final class Main {

  /** What each is compared with. */
  private static final Map<String, String> BASES =
      Map.of(
          "getSettings", "jdbcRead",
          "putSlack", "jdbcWrite",
          "putToken", "jdbcWrite",
          "patchToken", "jdbcWrite");

  private Main() {}

  /** Takes the options of JMH. */
  public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
    Options options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .shouldFailOnError(true)
            .jvmArgsAppend(
                "-Ddb=" + System.getProperty("db", "mariadb"),
                "-Dbenchmark.folder=" + System.getProperty("benchmark.folder", "target"))
            .build();
    table(new Runner(options).run()).forEach(System.out::println);
  }

  private static List<String> table(Collection<RunResult> results) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        String.format(
            "%-12s %10s %8s %8s %8s  %s", "", "a second", "p50 ms", "p99 ms", "max ms", "of JDBC"));
    for (RunResult result : results) {
      String base = BASES.getOrDefault(name(result), "");
      String ratio =
          results.stream()
              .filter(other -> name(other).equals(base))
              .findFirst()
              .map(other -> String.format("%.0f %%", 100 * rate(result) / rate(other)))
              .orElse("");
      Statistics times = result.getPrimaryResult().getStatistics();
      lines.add(
          String.format(
              "%-12s %,10.0f %8.2f %8.2f %8.1f  %s",
              name(result),
              rate(result),
              times.getPercentile(50),
              times.getPercentile(99),
              times.getMax(),
              ratio));
    }
    return lines;
  }

  private static String name(RunResult result) {
    return result.getPrimaryResult().getLabel();
  }

  /** Every thread does one after the other, so their mean tells how many are done. */
  private static double rate(RunResult result) {
    Result<?> times = result.getPrimaryResult();
    return 1_000 * result.getParams().getThreads() / times.getStatistics().getMean();
  }
}
