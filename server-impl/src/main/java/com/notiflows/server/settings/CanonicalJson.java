package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Canonical text of stored JSON: equal trees have equal text, so that it can be compared. */
public final class CanonicalJson {

  private static final StrictJson JSON = StrictJson.stored();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private CanonicalJson() {}

  /**
   * The settings with sorted keys.
   *
   * @param collapsedLists the lists whose duplicate entries are removed; the first one is kept
   */
  public static JsonNode of(List<String> collapsedLists, JsonNode settings) {
    ObjectNode canonical = (ObjectNode) sorted(settings);
    for (String list : collapsedLists) {
      if (canonical.get(list) instanceof ArrayNode entries) {
        Set<JsonNode> unique = new LinkedHashSet<>();
        entries.forEach(unique::add);
        canonical.putArray(list).addAll(unique);
      }
    }
    return canonical;
  }

  /** Converts a tree to text. */
  public static String write(JsonNode settings) {
    return settings.toString();
  }

  /** Parses text written by this class. */
  public static JsonNode read(String text) {
    return readable(text).orElseThrow(CanonicalJson::unreadable);
  }

  /** Parses text written by this class; empty if it was changed and is not JSON any more. */
  public static Optional<JsonNode> readable(String text) {
    try {
      return Optional.of(JSON.read(text));
    } catch (InvalidJsonException e) {
      return Optional.empty();
    }
  }

  private static IllegalStateException unreadable() {
    return new IllegalStateException("Stored settings are not JSON");
  }

  /** The same tree with sorted keys at every depth. */
  public static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode object = NODES.objectNode();
      object.setAll(fields);
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = NODES.arrayNode();
      node.forEach(entry -> array.add(sorted(entry)));
      return array;
    }
    return node;
  }
}
