package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds text that no UTF-8 can hold: half of a surrogate pair, written as an escape in JSON. */
final class LoneSurrogates {

  private LoneSurrogates() {}

  /**
   * Everywhere in the tree but at places that are passed over.
   *
   * @param passedOver such as {@code settings} or {@code items[].settings}
   */
  static List<FieldViolation> in(JsonNode tree, String root, Set<String> passedOver) {
    List<FieldViolation> found = new ArrayList<>();
    walk(tree, root, "", passedOver, found);
    return found;
  }

  private static void walk(
      JsonNode node,
      String path,
      String place,
      Set<String> passedOver,
      List<FieldViolation> found) {
    if (passedOver.contains(place)) {
      return;
    }
    if (node.isTextual() && isBroken(node.textValue())) {
      found.add(violation(path.isEmpty() ? "body" : path));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String child = FieldPath.child(path, field.getKey());
      if (isBroken(field.getKey())) {
        found.add(violation(child));
      }
      String placeOfField = place.isEmpty() ? field.getKey() : place + "." + field.getKey();
      walk(field.getValue(), child, placeOfField, passedOver, found);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(node.get(i), FieldPath.entry(path, i), place + "[]", passedOver, found);
    }
  }

  private static FieldViolation violation(String path) {
    return new FieldViolation(path, "has half of a surrogate pair", Reason.INVALID_FORMAT);
  }

  private static boolean isBroken(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }
}
