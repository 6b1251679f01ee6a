package com.notiflows.benchmark;

import com.notiflows.benchmark.jdbc.JdbcKind;
import com.notiflows.benchmark.process.Result;
import com.notiflows.benchmark.report.BarChart;
import com.notiflows.benchmark.report.BarChart.Bar;
import com.notiflows.benchmark.report.BarChart.Colour;
import com.notiflows.benchmark.report.BarChart.Group;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Writes the figures of one database, as Markdown and as a chart. */
final class Report {

  private static final Set<String> READS =
      Set.of(Scenarios.GET.id(), Scenarios.LIST.id(), JdbcKind.LOOK_UP.id());
  private static final int CHART_CONNECTIONS = 64;

  private Report() {}

  /** Two tables: the goals, and all measurements. */
  static String tables(Figures figures, List<Goal> goals) {
    StringBuilder out = new StringBuilder();
    out.append("\n### ").append(figures.database()).append("\n\n");
    out.append("| | measured | goal | reached |\n|---|---:|---:|---|\n");
    for (Goal goal : goals) {
      out.append(
          format(
              "| %s | %s | %s %s | %s |\n",
              goal.title(),
              goal.isComputed(figures) ? number(goal.value(figures)) : "–",
              goal.atLeast() ? "≥" : "≤",
              number(goal.bound()),
              goal.isReached(figures) ? "yes" : "no"));
    }
    out.append(
        "\n| | connections or threads | a second | ÷ JDBC | p50 ms | p99 ms | p99.9 ms"
            + " | cores: server, database, load | refused (503) |\n"
            + "|---|---:|---:|---:|---:|---:|---:|---|---:|\n");
    for (Measurement measurement : figures.measurements()) {
      out.append(row(measurement, figures));
    }
    return out.toString();
  }

  private static String row(Measurement m, Figures figures) {
    Result result = m.result();
    String cores =
        m.serverCores() == 0
            ? format("–, –, %.2f", result.cores())
            : format("%.2f, %.2f, %.2f", m.serverCores(), m.databaseCores(), result.cores());
    return format(
        "| %s | %d | %,.0f | %s | %s | %s | %s | %s | %d |\n",
        title(m),
        m.connections(),
        result.rate(),
        ratio(m, figures).map(Report::number).orElse(""),
        millis(result, result.p50()),
        millis(result, result.p99()),
        millis(result, result.p999()),
        cores,
        result.refused());
  }

  private static String title(Measurement m) {
    return m.id().endsWith("Keyed") ? m.title() + ", Idempotency-Key" : m.title();
  }

  /** The rate divided by that of JDBC with one thread (for one connection) or 64 threads. */
  private static Optional<Double> ratio(Measurement m, Figures figures) {
    if (m.base().isEmpty()) {
      return Optional.empty();
    }
    String base = m.base() + "/" + (m.connections() == 1 ? 1 : 64) + "/rate";
    return Optional.of(m.items() * m.result().rate() / figures.get(base));
  }

  /** The rates at 64 connections. */
  static String chart(Figures figures) {
    return BarChart.draw(
        "Rates with 64 connections or threads",
        figures.database(),
        List.of(
            new Group("Writes: users a second", bars(figures, m -> !READS.contains(m.id()))),
            new Group("Reads a second", bars(figures, m -> READS.contains(m.id())))));
  }

  private static List<Bar> bars(Figures figures, Predicate<Measurement> filter) {
    return figures.measurements().stream()
        .filter(m -> m.connections() == CHART_CONNECTIONS)
        .filter(m -> !m.id().contains(Goals.ENCRYPTION))
        .filter(filter)
        .sorted(Comparator.comparing(m -> colour(m) != Colour.REFERENCE))
        .map(m -> new Bar(title(m), m.items() * m.result().rate(), colour(m)))
        .toList();
  }

  private static Colour colour(Measurement m) {
    if (m.serverCores() == 0 || m.id().equals(Goals.COMPARATOR)) {
      return Colour.REFERENCE;
    }
    return m.id().endsWith("Keyed") ? Colour.KEYED : Colour.PLAIN;
  }

  private static String millis(Result result, double value) {
    return result.count() == 0 ? "–" : number(value);
  }

  static String number(double value) {
    return format(value < 1 ? "%.3f" : value < 100 ? "%.2f" : "%,.0f", value);
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
