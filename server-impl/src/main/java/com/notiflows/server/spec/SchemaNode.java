package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the spec with the schemas of its properties and items. It checks a tree in the order
 * of the tree, sizes before contents, and stops at the limit of violations, so that the limits of
 * the spec bound the cost of a check.
 */
final class SchemaNode {

  private static final Set<Reason> TOO_SMALL = EnumSet.of(Reason.TOO_SHORT, Reason.TOO_FEW);
  private static final Set<Reason> OF_VALUE =
      EnumSet.of(Reason.INVALID_FORMAT, Reason.INVALID_VALUE);

  private final Schema keywords;
  private final String type;
  private final Sizes sizes;
  private final String expected;
  private final Map<String, SchemaNode> properties = new HashMap<>();
  private @Nullable SchemaNode others;
  private @Nullable SchemaNode items;
  private boolean isClosed;
  private boolean isDeferred;

  /**
   * Creates a schema without children. They are added later, so that a schema can contain itself.
   *
   * @param keywords the keywords of the schema that do not concern children
   * @param schema the whole schema
   */
  SchemaNode(Schema keywords, JsonNode schema) {
    this.keywords = keywords;
    this.type = schema.path("type").asText();
    this.sizes = Sizes.of(schema);
    this.expected =
        schema.path(Phrases.EXPECTED).asText("has a character or a form that is not allowed here");
  }

  /** The maximum size of a node; {@link Integer#MAX_VALUE} without a keyword. */
  record Sizes(int maxLength, int maxItems, int maxProperties) {

    static Sizes of(JsonNode schema) {
      return new Sizes(
          schema.path("maxLength").asInt(Integer.MAX_VALUE),
          schema.path("maxItems").asInt(Integer.MAX_VALUE),
          schema.path("maxProperties").asInt(Integer.MAX_VALUE));
    }
  }

  void property(String name, SchemaNode schema) {
    properties.put(name, schema);
  }

  /** Sets the schema of properties without a specific schema. */
  void others(SchemaNode schema) {
    others = schema;
  }

  void items(SchemaNode schema) {
    items = schema;
  }

  /** Rejects unknown properties. */
  void close() {
    isClosed = true;
  }

  /** Does not check the children, because another check does, such as that of a provider. */
  void defer() {
    isDeferred = true;
  }

  /** Adds the violations of a node and its children. */
  void check(JsonNode node, String path, Violations found) {
    if (found.isFull() || isTooLarge(node, path, found) || isBroken(node, path, found)) {
      return;
    }
    Set<FieldViolation> own = checkKeywords(node, path);
    boolean isOfType = own.stream().noneMatch(v -> v.reason() == Reason.INVALID_TYPE);
    own.stream().filter(v -> isOfMissingField(v, path)).forEach(found::add);
    if (isOfType && !isDeferred) {
      checkChildren(node, path, found);
    }
    own.stream().filter(v -> !isOfMissingField(v, path)).forEach(found::add);
  }

  /** Missing fields come first, violations of the whole node last. */
  private static boolean isOfMissingField(FieldViolation violation, String path) {
    return !violation.field().equals(FieldPath.of(path));
  }

  private void checkChildren(JsonNode node, String path, Violations found) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (found.isFull()) {
        return;
      }
      checkField(field.getKey(), field.getValue(), FieldPath.child(path, field.getKey()), found);
    }
    for (int i = 0; node.isArray() && i < node.size() && !found.isFull(); i++) {
      checkChild(items, node.get(i), FieldPath.entry(path, i), found);
    }
  }

  /**
   * A text, list or open object over its size is one violation, and its content is not checked. The
   * content of a closed object is checked, because it has few known fields.
   */
  private boolean isTooLarge(JsonNode node, String path, Violations found) {
    if (node.isArray() && node.size() > sizes.maxItems()) {
      found.add(path, Messages.atMost(sizes.maxItems(), "entry", "entries"), Reason.TOO_MANY);
    } else if (node.isObject() && node.size() > sizes.maxProperties()) {
      found.add(path, Messages.atMost(sizes.maxProperties(), "field", "fields"), Reason.TOO_MANY);
      return !isClosed;
    } else if (node.isTextual() && isLongerThan(node.textValue(), sizes.maxLength())) {
      found.add(
          path, Messages.atMost(sizes.maxLength(), "character", "characters"), Reason.TOO_LONG);
    } else {
      return false;
    }
    return true;
  }

  private static boolean isLongerThan(String text, int most) {
    return text.length() > most && text.codePointCount(0, text.length()) > most;
  }

  private static boolean isBroken(JsonNode node, String path, Violations found) {
    if (!node.isTextual()) {
      return false;
    }
    int before = found.list().size();
    LoneSurrogates.check(node, path, found);
    return found.list().size() > before;
  }

  /** The violations of the node itself. If its type is wrong, only that is reported. */
  private Set<FieldViolation> checkKeywords(JsonNode node, String path) {
    if (isOtherContainer(node)) { // the validator would compare its whole content with an enum
      return Set.of(Messages.wrongType(type, path));
    }
    List<Error> errors = keywords.validate(node);
    boolean hasFormat = errors.stream().anyMatch(error -> "format".equals(error.getKeyword()));
    Set<FieldViolation> violations = new LinkedHashSet<>(); // branches of anyOf report duplicates
    for (Error error : errors) {
      if (hasFormat && "pattern".equals(error.getKeyword())) {
        continue; // the message of the format is clearer
      }
      FieldViolation violation = Messages.violation(error, path, expected);
      if (violation.reason() == Reason.INVALID_TYPE) {
        return Set.of(violation);
      }
      violations.add(violation);
    }
    if (violations.stream().anyMatch(v -> TOO_SMALL.contains(v.reason()))) {
      violations.removeIf(v -> OF_VALUE.contains(v.reason())); // redundant
    }
    return violations;
  }

  private boolean isOtherContainer(JsonNode node) {
    return !type.isEmpty()
        && ((node.isArray() && !type.equals("array"))
            || (node.isObject() && !type.equals("object")));
  }

  private void checkField(String name, JsonNode value, String path, Violations found) {
    LoneSurrogates.checkText(name, path, found);
    SchemaNode schema = properties.getOrDefault(name, others);
    if (schema == null && isClosed) {
      found.add(path, "is not known", Reason.UNKNOWN_FIELD);
    } else {
      checkChild(schema, value, path, found);
    }
  }

  private static void checkChild(
      @Nullable SchemaNode schema, JsonNode value, String path, Violations found) {
    if (schema == null) {
      LoneSurrogates.check(value, path, found);
    } else {
      schema.check(value, path, found);
    }
  }
}
