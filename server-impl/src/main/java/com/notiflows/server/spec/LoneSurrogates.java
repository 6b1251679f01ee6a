package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.Map;

/** Finds text that UTF-8 can't encode: half of a surrogate pair, written as an escape in JSON. */
final class LoneSurrogates {

  private LoneSurrogates() {}

  /** Adds all of a tree that no schema describes any further. */
  static void check(JsonNode node, String path, Violations found) {
    if (found.isFull()) {
      return;
    }
    if (node.isTextual()) {
      checkText(node.textValue(), path, found);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String child = FieldPath.child(path, field.getKey());
      checkText(field.getKey(), child, found);
      check(field.getValue(), child, found);
    }
    for (int i = 0; node.isArray() && i < node.size() && !found.isFull(); i++) {
      check(node.get(i), FieldPath.entry(path, i), found);
    }
  }

  /** Adds a text, or a key of an object. */
  static void checkText(String text, String path, Violations found) {
    if (text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
      found.add(path, "has half of a surrogate pair", Reason.INVALID_FORMAT);
    }
  }
}
