package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.Map;

/** Finds text that UTF-8 can't encode: unpaired surrogates, written as escapes in JSON. */
final class LoneSurrogates {

  private LoneSurrogates() {}

  /** Adds all violations in a tree. */
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

  /** Adds a violation if a text or a key has an unpaired surrogate. */
  static void checkText(String text, String path, Violations found) {
    if (text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
      found.add(path, "has an unpaired surrogate", Reason.INVALID_FORMAT);
    }
  }
}
