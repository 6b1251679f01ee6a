package com.notiflows.benchmark;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Main class of {@code ./mvnw -Pbenchmark}. */
public final class Benchmark {

  private Benchmark() {}

  /** Takes its options from system properties, see {@link Options}. */
  public static void main(String[] arguments) throws Exception {
    Options options = Options.fromSystemProperties();
    boolean isGood =
        switch (options.mode()) {
          case QUICK, STANDARD, FULL -> compare(options);
          case SIZE -> SizeRun.run(options);
          case SOAK -> SoakRun.run(options);
          case FLOOD -> FloodRun.run(options);
          case PROFILE -> ProfileRun.run(options);
        };
    System.exit(isGood ? 0 : 1);
  }

  private static boolean compare(Options options)
      throws IOException, InterruptedException, SQLException {
    StringBuilder text = new StringBuilder(Header.of(options));
    List<Goal> goals = Goals.of(options.encryption(), options.comparator().isPresent());
    List<String> problems = new ArrayList<>();
    for (Product product : options.databases()) {
      Figures figures = Comparison.run(options, product);
      String name = product.name().toLowerCase(Locale.ROOT);
      text.append(Report.tables(figures, goals));
      text.append("\n![Rates](results/").append(name).append(".svg)\n");
      Published.write(options, "results/" + name + ".svg", Report.chart(figures));
      problems.addAll(problems(figures, goals));
    }
    Published.report(options, text.toString());
    System.out.println(text);
    problems.forEach(System.out::println);
    return problems.isEmpty();
  }

  private static List<String> problems(Figures figures, List<Goal> goals) {
    Stream<String> failed =
        figures.measurements().stream()
            .filter(m -> !m.isValid())
            .map(m -> "Failed: " + m.id() + ": " + m.result().firstFailure());
    Stream<String> missing =
        goals.stream()
            .filter(goal -> !goal.isComputed(figures))
            .map(goal -> "Not computed: " + goal.title());
    return Stream.concat(failed, missing).toList();
  }
}
