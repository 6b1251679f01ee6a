package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges a JSON tree by a schema of the spec, and tells all violations at once. */
public final class SchemaCheck {

  private final Schema schema;
  private final Set<String> deferred;

  /** Looks at no place of the tree that is deferred, such as {@code items[].settings}. */
  SchemaCheck(Schema schema, Set<String> deferred) {
    this.schema = schema;
    this.deferred = Set.copyOf(deferred);
  }

  /** True if the tree fulfils the schema. */
  public boolean accepts(JsonNode tree) {
    return schema.validate(tree).isEmpty();
  }

  /**
   * Everything that is wrong with the tree; empty if nothing is.
   *
   * @param root the path of the tree in the body; empty for the body itself
   */
  public List<FieldViolation> violations(JsonNode tree, String root) {
    Map<String, FieldViolation> found = new LinkedHashMap<>();
    for (FieldViolation violation : LoneSurrogates.in(tree, root, deferred)) {
      found.putIfAbsent(violation.field() + violation.reason(), violation);
    }
    for (Error error : schema.validate(tree)) {
      FieldViolation violation = tell(error, root);
      // The place itself, not its told name: two keys that are not told are two violations.
      String place = "/" + error.getInstanceLocation() + "/" + error.getProperty();
      boolean isHidden = violation.field().endsWith("?");
      found.putIfAbsent((isHidden ? place : violation.field()) + violation.reason(), violation);
    }
    return new ArrayList<>(found.values());
  }

  private static FieldViolation tell(Error error, String root) {
    int choice = indexOfChoice(error);
    if (choice >= 0) {
      String path = FieldPath.of(root, error.getInstanceLocation());
      return new FieldViolation(path, "needs at least one of its fields", Reason.REQUIRED);
    }
    String keyword = error.getKeyword() == null ? "" : error.getKeyword();
    String path = FieldPath.of(root, error.getInstanceLocation());
    return switch (keyword) {
      case "required" ->
          at(FieldPath.child(path, error.getProperty()), "is required", Reason.REQUIRED);
      case "additionalProperties" ->
          at(FieldPath.child(path, error.getProperty()), "is not known", Reason.UNKNOWN_FIELD);
      case "type" -> at(path, "must be " + type(error), Reason.INVALID_TYPE);
      case "minLength" -> at(path, tooShort(bound(error)), Reason.TOO_SHORT);
      case "maxLength" ->
          at(path, "must have at most " + bound(error) + " characters", Reason.TOO_LONG);
      case "minItems" -> at(path, "must have at least " + entries(bound(error)), Reason.TOO_FEW);
      case "maxProperties" ->
          at(path, "must have at most " + bound(error) + " fields", Reason.TOO_MANY);
      case "maxItems" -> at(path, "must have at most " + entries(bound(error)), Reason.TOO_MANY);
      case "pattern" ->
          at(path, "has a character or a form that is not allowed here", Reason.INVALID_FORMAT);
      case "format" -> at(path, Formats.expected(text(error)), Reason.INVALID_FORMAT);
      default -> at(path, "has a value that is not allowed here", Reason.INVALID_VALUE);
    };
  }

  private static FieldViolation at(String path, String message, Reason reason) {
    return new FieldViolation(path, message, reason);
  }

  /** Where a failed {@code anyOf} stands: its branches are no violations of their own. */
  private static int indexOfChoice(Error error) {
    for (int i = 0; i < error.getEvaluationPath().getNameCount(); i++) {
      if (error.getEvaluationPath().getName(i).equals("anyOf")) {
        return i;
      }
    }
    return -1;
  }

  private static String type(Error error) {
    return switch (text(error).toLowerCase(Locale.ROOT)) {
      case "object" -> "an object";
      case "array" -> "a list";
      case "integer" -> "a whole number";
      case "string" -> "text";
      case "boolean" -> "true or false";
      case "number" -> "a number";
      default -> "of another type";
    };
  }

  private static String text(Error error) {
    return error.getSchemaNode() == null ? "" : error.getSchemaNode().asText();
  }

  private static long bound(Error error) {
    return error.getSchemaNode() == null ? 0 : error.getSchemaNode().asLong();
  }

  private static String tooShort(long least) {
    return least == 1 ? "must not be empty" : "must have at least " + least + " characters";
  }

  private static String entries(long count) {
    return count == 1 ? "1 entry" : count + " entries";
  }
}
