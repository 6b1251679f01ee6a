package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.notiflows.server.testing.SmallStack;
import com.notiflows.server.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matches every {@code pattern} of the spec against very long texts. */
class SpecPatternsTest {

  /** The maximum size of a body. */
  private static final int MOST = World.SPEC.limits().bodyBytes();

  /** Long texts repeat one of these. Each pattern accepts some of them, up to its length limit. */
  private static final List<String> UNITS =
      List.of("a", "0", "~", "\u00e9", "\uD83D\uDE00", "\"\",", "W/\"\" ,\t", "\"!\", ");

  private static final List<String> WHOLE =
      List.of(
          "*",
          "018dfbef-8443-214c-7425-4b635cf84432",
          "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
          "B" + "a".repeat(86) + "=",
          "a".repeat(22) + "==",
          "2026-11-23T14:15:22.048211Z",
          "9f86d081884c7d65",
          "+14155552671",
          "\"writes\";q=200000;w=10",
          "\"writes\";r=199999;t=1",
          "https://example.com/a");

  private static Map<String, JsonNode> schemas() {
    Map<String, JsonNode> byPattern = new TreeMap<>();
    Document.load()
        .walk(
            (pointer, node) -> {
              if (node.path("pattern").isTextual()) {
                byPattern.put(node.path("pattern").asText() + " " + node.path("maxLength"), node);
              }
            });
    return byPattern;
  }

  private static Iterable<JsonNode> all() {
    return schemas().values();
  }

  /** Repeats the unit within the limit of code points, and ends a list if the unit is an entry. */
  private static String text(String unit, int most) {
    int size = unit.codePointCount(0, unit.length());
    int count = Math.max(0, (most - (size == 1 ? 0 : 2)) / size);
    return unit.repeat(count) + (size == 1 ? "" : "\"\"");
  }

  private static List<String> candidates(JsonNode schema) {
    List<String> texts = new ArrayList<>(WHOLE);
    int most = schema.path("maxLength").asInt(MOST);
    UNITS.forEach(unit -> texts.add(text(unit, most)));
    return texts;
  }

  @ParameterizedTest
  @MethodSource("all")
  void stackAndTimeStayBoundedForLongText(JsonNode schema) {
    String regex = schema.path("pattern").asText();
    LinearPattern pattern = new LinearPattern(regex); // compiled at startup, on a normal stack
    SmallStack.run(
        regex,
        () -> {
          List<String> accepted = candidates(schema).stream().filter(pattern::matches).toList();
          assertFalse(accepted.isEmpty(), "add a text that " + regex + " accepts");
          for (String text : accepted) {
            assertFalse(pattern.matches(text + "\u0000"), "rejects text that ends with NUL");
            assertFalse(pattern.matches("\u0000" + text), "rejects text that starts with NUL");
          }
          for (String unit : UNITS) {
            pattern.matches(text(unit, MOST)); // accepted or not, it must return
            assertFalse(pattern.matches(text(unit, MOST) + "\u0000"));
          }
        });
  }

  @Test
  void lengthIsCheckedBeforeThePattern() {
    for (JsonNode schema : all()) {
      if (schema.has("maxLength")) {
        SchemaCheck check = new SchemaChecks(Document.load().root(), 9).of(schema);
        String longest = text("\u0000", schema.path("maxLength").asInt());
        String tooLong = longest + "\u0000";

        assertEquals("INVALID_FORMAT", reasons(check, longest));
        assertEquals("TOO_LONG", reasons(check, tooLong));
      }
    }
  }

  private static String reasons(SchemaCheck check, String text) {
    List<String> reasons =
        check.violations(TextNode.valueOf(text), "").stream()
            .map(violation -> violation.reason().name())
            .toList();
    return String.join(" ", reasons);
  }

  @Test
  void patternsMatchTheWholeText() {
    assertTrue(new LinearPattern("^a$").matches("a"));
    assertFalse(new LinearPattern("^a$").matches("a\n"));
    assertTrue(new LinearPattern("^[^\\x00-\\x20]*$").matches("!"));
    assertFalse(new LinearPattern("^[^\\x00-\\x20]*$").matches(" "));
    assertFalse(new LinearPattern("^[^\\x00-\\x20]*$").matches("\u0000"));
  }
}
