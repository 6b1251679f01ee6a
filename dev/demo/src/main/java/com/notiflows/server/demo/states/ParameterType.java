package com.notiflows.server.demo.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;

/** The types of parameters. */
enum ParameterType {
  TEXT("a string"),
  NUMBER("an integer"),
  UUID("a UUID"),
  TIME("a time such as 2026-01-15T09:30:00Z"),
  TEXTS("an array of strings"),
  OBJECT("an object");

  private final String label;

  ParameterType(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean accepts(JsonNode value) {
    return switch (this) {
      case TEXT -> value.isTextual();
      case NUMBER -> value.isIntegralNumber() && value.canConvertToInt();
      case UUID -> isUuid(value);
      case TIME -> isTime(value);
      case TEXTS -> isTexts(value);
      case OBJECT -> value.isObject();
    };
  }

  private static boolean isUuid(JsonNode value) {
    return value.isTextual()
        && value.textValue().matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  }

  private static boolean isTime(JsonNode value) {
    try {
      return value.isTextual() && Instant.parse(value.textValue()).isAfter(Instant.EPOCH);
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isTexts(JsonNode value) {
    boolean texts = value.isArray();
    for (JsonNode element : value) {
      texts &= element.isTextual();
    }
    return texts;
  }
}
