package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Makes checks of the schemas of one bundled document. */
final class SchemaChecks {

  private static final String JUDGED_BY = "x-notiflows-judged-by";
  private static final String AT_LEAST_ONE = "x-notiflows-at-least-one";
  private static final String DOCUMENT = "https://notiflows.invalid/openapi.json";

  private final JsonNode document;
  private final SchemaRegistry registry;

  /** Schemas that another part judges later, such as settings, are replaced by "an object". */
  SchemaChecks(JsonNode document, HostResolver resolver) {
    this.document = document;
    String text = requireAtLeastOne(deferProviderShapes(document.deepCopy())).toString();
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().failFast(false).preloadSchema(false).build();
    this.registry =
        SchemaRegistry.withDialect(
            dialect(resolver),
            builder -> builder.schemas(Map.of(DOCUMENT, text)).schemaRegistryConfig(config));
  }

  private static Dialect dialect(HostResolver resolver) {
    Dialect openApi = Dialects.getOpenApi30();
    return Dialect.builder(openApi.getId(), openApi).formats(Formats.all(resolver)).build();
  }

  /** The check of a schema that is given by a reference, {@code {"$ref": "#/components/…"}}. */
  SchemaCheck of(JsonNode reference) {
    String pointer = reference.path("$ref").asText();
    if (!pointer.startsWith("#/")) {
      throw new IllegalStateException("A schema of the bundled spec is not a reference");
    }
    return new SchemaCheck(
        registry.getSchema(SchemaLocation.of(DOCUMENT + pointer)), document, deferred(reference));
  }

  /** The check of a schema that stands in place, such as that of a parameter. */
  SchemaCheck inline(JsonNode schema) {
    return new SchemaCheck(registry.getSchema(schema), schema, Set.of());
  }

  static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      found = document.at(found.path("$ref").asText().substring(1));
    }
    return found;
  }

  /** The places in a schema that another part judges later. */
  private Set<String> deferred(JsonNode reference) {
    Set<String> places = new HashSet<>();
    findDeferred(reference, "", places);
    return places;
  }

  private void findDeferred(JsonNode reference, String place, Set<String> places) {
    JsonNode schema = resolve(document, reference);
    if (isJudgedByProvider(schema)) {
      places.add(place);
      return;
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      findDeferred(property.getValue(), place.isEmpty() ? name : place + "." + name, places);
    }
    if (schema.has("items")) {
      findDeferred(schema.path("items"), place + "[]", places);
    }
  }

  private static boolean isJudgedByProvider(JsonNode schema) {
    return schema.path(JUDGED_BY).asText().equals("provider");
  }

  private static JsonNode deferProviderShapes(JsonNode document) {
    for (Map.Entry<String, JsonNode> schema :
        document.path("components").path("schemas").properties()) {
      if (isJudgedByProvider(schema.getValue())) {
        ObjectNode anyObject = JsonNodeFactory.instance.objectNode().put("type", "object");
        ((ObjectNode) document.at("/components/schemas")).set(schema.getKey(), anyObject);
      }
    }
    return document;
  }

  /**
   * Turns every {@code x-notiflows-at-least-one} into the keywords that enforce it. Client
   * generators can't handle them, so the spec has only {@code minProperties}, which is weaker.
   */
  private static JsonNode requireAtLeastOne(JsonNode document) {
    for (JsonNode parent : document.findParents(AT_LEAST_ONE)) {
      ObjectNode schema = (ObjectNode) parent;
      ArrayNode choice = schema.putArray("anyOf");
      schema
          .remove(AT_LEAST_ONE)
          .forEach(name -> choice.addObject().putArray("required").add(name.asText()));
      schema.remove("minProperties");
    }
    return document;
  }
}
