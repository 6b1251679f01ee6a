package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import com.notiflows.server.formats.Formats;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.Locale;

/** Messages for schema violations. They never contain values, which may be tokens. */
final class Messages {

  private Messages() {}

  static String atMost(int count, String one, String many) {
    return "must have at most " + count(count, one, many);
  }

  /**
   * Converts an error of the schema validator.
   *
   * @param expected the schema's description of its pattern
   */
  static FieldViolation violation(Error error, String path, String expected) {
    if (isOfChoice(error)) {
      return at(path, "needs at least one of its fields", Reason.REQUIRED);
    }
    String keyword = error.getKeyword() == null ? "" : error.getKeyword();
    JsonNode value =
        error.getSchemaNode() == null ? MissingNode.getInstance() : error.getSchemaNode();
    return switch (keyword) {
      case "required" ->
          at(FieldPath.child(path, error.getProperty()), "is required", Reason.REQUIRED);
      case "type" -> wrongType(value.asText(), path);
      case "minLength" -> at(path, minLength(value.asLong()), Reason.TOO_SHORT);
      case "minItems" -> at(path, atLeast(value.asLong(), "entry", "entries"), Reason.TOO_FEW);
      case "minProperties" -> at(path, atLeast(value.asLong(), "field", "fields"), Reason.TOO_FEW);
      case "pattern" -> at(path, expected, Reason.INVALID_FORMAT);
      case "format" -> at(path, Formats.expected(value.asText()), Reason.INVALID_FORMAT);
      case "enum" -> at(path, Phrases.oneOf(value), Reason.INVALID_VALUE);
      default -> at(path, "has a value that is not allowed here", Reason.INVALID_VALUE);
    };
  }

  /** The violation of the type. */
  static FieldViolation wrongType(String type, String path) {
    return at(path, "must be " + name(type), Reason.INVALID_TYPE);
  }

  private static FieldViolation at(String path, String message, Reason reason) {
    return new FieldViolation(FieldPath.of(path), message, reason);
  }

  /** Whether the error is from a branch of {@code anyOf}; only the whole {@code anyOf} counts. */
  private static boolean isOfChoice(Error error) {
    for (int i = 0; i < error.getEvaluationPath().getNameCount(); i++) {
      if (error.getEvaluationPath().getName(i).equals("anyOf")) {
        return true;
      }
    }
    return false;
  }

  private static String name(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "object" -> "an object";
      case "array" -> "a list";
      case "integer" -> "a whole number";
      case "string" -> "text";
      case "boolean" -> "true or false";
      case "number" -> "a number";
      default -> "of another type";
    };
  }

  private static String minLength(long least) {
    return least == 1 ? "must not be empty" : atLeast(least, "character", "characters");
  }

  private static String atLeast(long count, String one, String many) {
    return "must have at least " + count(count, one, many);
  }

  private static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
