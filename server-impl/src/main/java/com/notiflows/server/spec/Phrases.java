package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.formats.Formats;
import java.util.ArrayList;
import java.util.List;

/** Describes the requirements for values in plain text, as the end of a sentence. */
final class Phrases {

  /** The keyword for a custom description in a schema. */
  static final String EXPECTED = "x-notiflows-expected";

  private Phrases() {}

  /** The description of the values of a schema. */
  static String expected(JsonNode schema) {
    if (schema.has(EXPECTED)) {
      return schema.path(EXPECTED).asText();
    }
    if (schema.has("enum")) {
      return oneOf(schema.path("enum"));
    }
    boolean isText = schema.path("type").asText("string").equals("string");
    if (isText && schema.has("format")) {
      return Formats.expected(schema.path("format").asText());
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> number("must be a whole number", schema);
      case "number" -> number("must be a number", schema);
      case "boolean" -> "must be true or false";
      default -> text(schema);
    };
  }

  /** For an {@code enum}. */
  static String oneOf(JsonNode values) {
    List<String> names = new ArrayList<>();
    values.forEach(value -> names.add(value.asText()));
    int last = names.size() - 1;
    return last == 0
        ? "must be " + names.get(0)
        : "must be " + String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static String number(String kind, JsonNode schema) {
    boolean hasLeast = schema.has("minimum");
    boolean hasMost = schema.has("maximum");
    if (hasLeast && hasMost) {
      return kind + " from " + schema.path("minimum") + " to " + schema.path("maximum");
    }
    if (hasLeast) {
      return kind + " of at least " + schema.path("minimum");
    }
    return hasMost ? kind + " of at most " + schema.path("maximum") : kind;
  }

  private static String text(JsonNode schema) {
    List<String> rules = new ArrayList<>();
    if (schema.has("minLength") || schema.has("maxLength")) {
      rules.add("must have " + length(schema) + " characters");
    }
    if (schema.has("pattern")) {
      rules.add("must match the pattern " + schema.path("pattern").asText());
    }
    return rules.isEmpty() ? "must be text" : String.join(" and ", rules);
  }

  private static String length(JsonNode schema) {
    if (schema.has("minLength") && schema.has("maxLength")) {
      return schema.path("minLength") + " to " + schema.path("maxLength");
    }
    return schema.has("minLength")
        ? "at least " + schema.path("minLength")
        : "at most " + schema.path("maxLength");
  }
}
