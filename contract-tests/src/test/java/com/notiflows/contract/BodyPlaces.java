package com.notiflows.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.notiflows.contract.Operations.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Every position of a value in the request bodies of the spec. */
final class BodyPlaces {

  private static final JsonNode DOCUMENT = Conformance.document();
  private static final JsonNode NO_SCHEMA = MissingNode.getInstance();

  private BodyPlaces() {}

  /**
   * A position of a value.
   *
   * @param name such as {@code POST /x items[].mode}
   * @param before the text of the body up to the value
   * @param after the text of the body that follows the value
   * @param schema of the value; empty for a key that the spec doesn't have
   */
  record Place(Sample operation, String name, String before, String after, JsonNode schema) {

    String body(String value) {
      return before + value + after;
    }

    private Place property(String key, JsonNode schema) {
      return new Place(
          operation, name + "." + key, before + Json.of("{'%s':", key), "}" + after, schema);
    }

    private Place entry(JsonNode schema) {
      return new Place(operation, name + "[]", before + "[", "]" + after, schema);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Place> all() {
    List<Place> all = new ArrayList<>();
    for (Sample operation : Operations.all()) {
      if (operation.hasBody()) {
        String name = operation + " body";
        walk(new Place(operation, name, "", "", resolve(bodySchema(operation))), all);
      }
    }
    return all;
  }

  private static void walk(Place place, List<Place> found) {
    found.add(place);
    Map<String, JsonNode> properties = new TreeMap<>();
    place
        .schema()
        .path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), property.getValue()));
    properties.forEach((key, schema) -> walk(place.property(key, resolve(schema)), found));
    if (isObject(place.schema())) {
      found.add(place.property("unknown_key", NO_SCHEMA));
      found.add(place.property("unknown_list", NO_SCHEMA).entry(NO_SCHEMA));
    }
    if (place.schema().has("items")) {
      walk(place.entry(resolve(place.schema().path("items"))), found);
    }
  }

  private static boolean isObject(JsonNode schema) {
    return schema.path("type").asText("object").equals("object");
  }

  private static JsonNode bodySchema(Sample operation) {
    return DOCUMENT
        .path("paths")
        .path(operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT))
        .at("/requestBody/content/application~1json/schema");
  }

  private static JsonNode resolve(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : resolve(DOCUMENT.at(reference.substring(1)));
  }
}
