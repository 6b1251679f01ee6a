package com.notiflows.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints results: as text for people, or as JSON for programs. */
final class Printout {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** One thing, a line for each of its fields. */
  void one(Map<String, String> fields) {
    if (json) {
      printJson(json(fields));
      return;
    }
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
    fields.forEach((name, value) -> out().println(padded(name, width) + "  " + value));
    out().flush();
  }

  /** One value, alone on its line, so that a script can take it as it is. */
  void only(String name, String value) {
    if (json) {
      printJson(json(Map.of(name, value)));
      return;
    }
    out().println(value);
    out().flush();
  }

  /** Many things, a line for each; they all have the same fields. */
  void many(List<Map<String, String>> rows) {
    if (json) {
      printJson(rows.stream().map(Printout::json).toList());
      return;
    }
    if (rows.isEmpty()) {
      out().println("(none)");
    } else {
      List<String> names = List.copyOf(rows.get(0).keySet());
      int[] widths = names.stream().mapToInt(name -> width(name, rows)).toArray();
      printLine(names, widths);
      rows.forEach(row -> printLine(names.stream().map(row::get).toList(), widths));
    }
    out().flush();
  }

  private static int width(String name, List<Map<String, String>> rows) {
    int longest =
        rows.stream().mapToInt(row -> row.getOrDefault(name, "").length()).max().orElse(0);
    return Math.max(name.length(), longest);
  }

  private void printLine(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : "  ").append(padded(cells.get(i), widths[i]));
    }
    out().println(line.toString().stripTrailing());
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** What there is not is an empty cell for people, and null for programs. */
  private static ObjectNode json(Map<String, String> fields) {
    ObjectNode object = JSON.createObjectNode();
    fields.forEach((name, value) -> object.put(name, value.isEmpty() ? null : value));
    return object;
  }

  private void printJson(Object value) {
    try {
      out().println(JSON.writeValueAsString(value));
      out().flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A result can't be written as JSON", e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
