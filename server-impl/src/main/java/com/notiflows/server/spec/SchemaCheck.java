package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges a JSON tree by a schema of the spec, and tells all violations at once. */
public final class SchemaCheck {

  /**
   * What a keyword looks at. If a value fails at one level, the next ones say nothing new of it.
   */
  private enum Level {
    TYPE,
    SIZE,
    VALUE,
    /** Looks at the members of an object, each of which has levels of its own. */
    MEMBERS
  }

  private final Schema schema;
  private final JsonNode document;
  private final Set<String> deferred;

  /**
   * Looks at no place of the tree that is deferred, such as {@code items[].settings}.
   *
   * @param document what the locations of the schema lead into
   */
  SchemaCheck(Schema schema, JsonNode document, Set<String> deferred) {
    this.schema = schema;
    this.document = document;
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
    Set<String> broken = Set.copyOf(found.values().stream().map(FieldViolation::field).toList());
    for (Error error : withoutRepetitions(schema.validate(tree))) {
      FieldViolation violation = tell(error, root);
      if (level(error) == Level.VALUE && broken.contains(violation.field())) {
        continue; // broken text is no right value either
      }
      // The place itself, not its told name: two keys that are not told are two violations.
      String place = "/" + error.getInstanceLocation() + "/" + error.getProperty();
      boolean isHidden = violation.field().endsWith("?");
      found.putIfAbsent((isHidden ? place : violation.field()) + violation.reason(), violation);
    }
    return new ArrayList<>(found.values());
  }

  /** The errors without those that only repeat another fault of the same value. */
  private static List<Error> withoutRepetitions(List<Error> errors) {
    Map<String, Level> first = new HashMap<>();
    for (Error error : errors) {
      first.merge(place(error), level(error), (a, b) -> a.compareTo(b) < 0 ? a : b);
    }
    return errors.stream()
        .filter(error -> level(error) == Level.MEMBERS || level(error) == first.get(place(error)))
        .toList();
  }

  private static String place(Error error) {
    return error.getInstanceLocation().toString();
  }

  private static Level level(Error error) {
    if (indexOfChoice(error) >= 0) {
      return Level.MEMBERS;
    }
    return switch (keyword(error)) {
      case "type" -> Level.TYPE;
      case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
          Level.SIZE;
      case "required", "additionalProperties" -> Level.MEMBERS;
      default -> Level.VALUE;
    };
  }

  private static String keyword(Error error) {
    return error.getKeyword() == null ? "" : error.getKeyword();
  }

  private FieldViolation tell(Error error, String root) {
    int choice = indexOfChoice(error);
    if (choice >= 0) {
      String path = FieldPath.of(root, error.getInstanceLocation());
      return new FieldViolation(path, "needs at least one of its fields", Reason.REQUIRED);
    }
    String path = FieldPath.of(root, error.getInstanceLocation());
    return switch (keyword(error)) {
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
      case "pattern" -> at(path, expected(error), Reason.INVALID_FORMAT);
      case "format" -> at(path, Formats.expected(text(error)), Reason.INVALID_FORMAT);
      default -> at(path, "has a value that is not allowed here", Reason.INVALID_VALUE);
    };
  }

  /** The words that the schema has for its pattern. */
  private String expected(Error error) {
    String keyword = error.getSchemaLocation().getFragment().toString();
    return document
        .at(keyword.substring(0, keyword.lastIndexOf('/')))
        .path("x-notiflows-expected")
        .asText("has a character or a form that is not allowed here");
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
