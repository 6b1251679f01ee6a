package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.notiflows.server.formats.Formats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Creates checks for the schemas of one bundled document. */
final class SchemaChecks {

  private static final String VALIDATED_BY = "x-notiflows-validated-by";
  private static final String AT_LEAST_ONE = "x-notiflows-at-least-one";
  private static final String OTHERS = "additionalProperties";

  /** Keywords that {@link SchemaNode} checks itself, or that need no check. */
  private static final List<String> NOT_DELEGATED =
      List.of(
          "properties",
          "items",
          OTHERS,
          "maxItems",
          "maxProperties",
          "maxLength",
          "description",
          "example");

  private final JsonNode document;
  private final int mostListed;
  private final SchemaRegistry registry;
  private final Map<String, SchemaNode> byPointer = new HashMap<>();

  /**
   * Uses the schemas of the document.
   *
   * @param mostListed maximum number of violations in a response
   */
  SchemaChecks(JsonNode document, int mostListed) {
    this.document = document;
    this.mostListed = mostListed;
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .failFast(false)
            .preloadSchema(false)
            .regularExpressionFactory(LinearPattern::new)
            .build();
    this.registry =
        SchemaRegistry.withDialect(dialect(), builder -> builder.schemaRegistryConfig(config));
  }

  private static Dialect dialect() {
    Dialect openApi = Dialects.getOpenApi30();
    return Dialect.builder(openApi.getId(), openApi).formats(Formats.all()).build();
  }

  /** The check of a schema, given inline or as {@code {"$ref": "#/components/…"}}. */
  SchemaCheck of(JsonNode schema) {
    return new SchemaCheck(node(schema), mostListed);
  }

  static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      found = document.at(found.path("$ref").asText().substring(1));
    }
    return found;
  }

  private SchemaNode node(JsonNode schema) {
    String pointer = schema.path("$ref").asText();
    SchemaNode known = byPointer.get(pointer);
    if (known != null) {
      return known;
    }
    JsonNode resolved = resolve(document, schema);
    SchemaNode node = new SchemaNode(registry.getSchema(own(resolved)), resolved);
    if (!pointer.isEmpty()) {
      byPointer.put(pointer, node); // before its children, because they may refer to it
    }
    if (isValidatedByProvider(resolved)) {
      node.defer();
    } else {
      addChildren(node, resolved);
    }
    return node;
  }

  private void addChildren(SchemaNode node, JsonNode schema) {
    schema
        .path("properties")
        .properties()
        .forEach(property -> node.property(property.getKey(), node(property.getValue())));
    if (schema.has("items")) {
      node.items(node(schema.path("items")));
    }
    if (schema.path(OTHERS).isObject()) {
      node.others(node(schema.path(OTHERS)));
    } else if (schema.has(OTHERS) && !schema.path(OTHERS).asBoolean()) {
      node.close();
    }
  }

  /** The keywords of a schema that do not concern children. */
  private static JsonNode own(JsonNode schema) {
    if (isValidatedByProvider(schema)) {
      return JsonNodeFactory.instance.objectNode().put("type", "object");
    }
    if (!(schema instanceof ObjectNode object)) {
      throw new IllegalStateException("A reference of the bundled spec does not resolve");
    }
    ObjectNode own = requireAtLeastOne(object.deepCopy().without(NOT_DELEGATED));
    if (own.findValue("$ref") != null) {
      throw new IllegalStateException(
          "A schema of the bundled spec refers to another one by a keyword other than properties,"
              + " items and additionalProperties");
    }
    return own;
  }

  /**
   * Converts {@code x-notiflows-at-least-one} to {@code anyOf}. Client generators do not support
   * that, so the spec has only {@code minProperties}, which is weaker.
   */
  private static ObjectNode requireAtLeastOne(ObjectNode schema) {
    JsonNode names = schema.remove(AT_LEAST_ONE);
    if (names != null) {
      ArrayNode choice = schema.putArray("anyOf");
      names.forEach(name -> choice.addObject().putArray("required").add(name.asText()));
      schema.remove("minProperties");
    }
    return schema;
  }

  private static boolean isValidatedByProvider(JsonNode schema) {
    return schema.path(VALIDATED_BY).asText().equals("provider");
  }
}
