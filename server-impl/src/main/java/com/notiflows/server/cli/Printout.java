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

  /** Prints one object, a line for each field. */
  void one(Map<String, String> fields) {
    if (json) {
      printJson(json(fields));
      return;
    }
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
    fields.forEach((name, value) -> out().println(padded(name, width) + "  " + value));
    out().flush();
  }

  /** Prints one value without a name, so that scripts can use it directly. */
  void only(String name, String value) {
    if (json) {
      printJson(json(Map.of(name, value)));
      return;
    }
    out().println(value);
    out().flush();
  }

  /** Prints several objects with the same fields, a line for each object. */
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

  /** A missing value is an empty cell in text and null in JSON. */
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
