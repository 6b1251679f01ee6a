package com.notiflows.server.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Merges JSON as RFC 7396 has it: key by key at every depth, and null removes a key. */
final class MergePatch {

  private MergePatch() {}

  /** The target with the patch merged in; neither is changed. */
  static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    if (target.isObject()) {
      merged.setAll((ObjectNode) target);
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        merged.remove(field.getKey());
      } else {
        merged.set(field.getKey(), apply(merged.path(field.getKey()), field.getValue()));
      }
    }
    return merged;
  }
}
