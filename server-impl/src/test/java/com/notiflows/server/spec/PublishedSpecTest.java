package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published document is a subset of the server's, limited to what client generators support.
 */
class PublishedSpecTest {

  private static final Document PUBLISHED = Document.published();
  private static final Document WHOLE = Document.load();

  /** Syntax with one meaning in RE2, ECMAScript and java.util.regex: no lookaround, no classes. */
  private static final Pattern PORTABLE =
      Pattern.compile(
          "\\^(?:[^\\\\(]|\\\\x[0-9a-f]{2}|\\\\[t.*+?$^()\\[\\]{}|]|\\(\\?:|\\((?!\\?))*\\$");

  @Test
  void isASubsetOfTheServersDocument() {
    List<String> different = new ArrayList<>();
    compare("", PUBLISHED.root(), WHOLE.root(), different);

    assertEquals(List.of(), different);
  }

  private static void compare(
      String pointer, JsonNode published, JsonNode whole, List<String> different) {
    if (published.isObject() && whole.isObject()) {
      for (Map.Entry<String, JsonNode> field : published.properties()) {
        boolean isAdded =
            field.getKey().equals("additionalProperties") && !whole.has(field.getKey());
        if (!isAdded) {
          String below = pointer + "/" + field.getKey();
          compare(below, field.getValue(), whole.path(field.getKey()), different);
        }
      }
    } else if (published.isArray() && published.size() == whole.size()) {
      for (int i = 0; i < published.size(); i++) {
        compare(pointer + "/" + i, published.get(i), whole.get(i), different);
      }
    } else if (!published.equals(whole)) {
      different.add(pointer);
    }
  }

  @Test
  void hasEverythingThatOperationsNeed() {
    assertEquals(WHOLE.root().path("paths"), PUBLISHED.root().path("paths"));
    Set<String> declared = new TreeSet<>();
    PUBLISHED
        .root()
        .path("components")
        .properties()
        .forEach(
            kind ->
                kind.getValue()
                    .fieldNames()
                    .forEachRemaining(n -> declared.add("/components/" + kind.getKey() + "/" + n)));
    declared.removeIf(pointer -> pointer.startsWith("/components/securitySchemes/"));

    assertEquals(declared, PUBLISHED.reachable());
  }

  @Test
  void hasNoSchemaComposition() {
    List<String> choices = new ArrayList<>();
    PUBLISHED.walk(
        (pointer, node) -> {
          for (String keyword : List.of("oneOf", "anyOf", "allOf", "not")) {
            if (node.has(keyword)) {
              choices.add(pointer + "/" + keyword);
            }
          }
        });

    assertEquals(List.of(), choices);
  }

  @Test
  void hasOnlyPortablePatterns() {
    Map<String, String> patterns = new TreeMap<>();
    PUBLISHED.walk(
        (pointer, node) -> {
          if (node.path("pattern").isTextual()) {
            patterns.put(pointer, node.path("pattern").asText());
          }
        });

    assertTrue(patterns.size() > 10, patterns::toString);
    patterns.forEach(
        (pointer, pattern) -> assertTrue(isPortable(pattern), pointer + ": " + pattern));
  }

  private static boolean isPortable(String pattern) {
    return PORTABLE.matcher(pattern).matches() && Pattern.compile(pattern) != null;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^\\u0041$",
        "^\\d$",
        "^\\w+$",
        "^\\s$",
        "^\\p{Z}$",
        "^(?=a)a$",
        "^(?!a).$",
        "^(?<n>a)$",
        "^(a)\\1$",
        "^\\Qa\\E$",
        "a"
      })
  void detectsPatternsThatAreNotPortable(String pattern) {
    assertFalse(isPortable(pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DeviceToken", "OpaqueId", "SubscriptionIdentifier", "PushEndpoint"})
  void patternsRejectControlCharactersAndUnicodeSpaces(String schema) {
    Pattern pattern =
        Pattern.compile(PUBLISHED.root().at("/components/schemas/" + schema + "/pattern").asText());
    List<String> wrong = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean isRefused = Character.isISOControl(c) || Character.isSpaceChar(c);
      boolean isSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      String text = "a" + Character.toString(c) + "b";
      if (!isSurrogate && pattern.matcher(text).matches() == isRefused) {
        wrong.add(Integer.toHexString(c));
      }
    }

    assertEquals(List.of(), wrong);
  }

  @Test
  void requestSchemasAreClosedAndResponseSchemasAreOpen() {
    Set<String> requests = PUBLISHED.reachableFrom("requestBody");
    Set<String> responses = PUBLISHED.reachableFrom("responses");
    Map<String, Boolean> expected = new TreeMap<>();
    Map<String, Boolean> actual = new TreeMap<>();
    PUBLISHED
        .root()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              String pointer = "/components/schemas/" + schema.getKey();
              if (schema.getValue().path("type").asText().equals("object")) {
                expected.put(pointer, responses.contains(pointer));
                actual.put(
                    pointer, schema.getValue().path("additionalProperties").asBoolean(false));
                assertTrue(schema.getValue().has("additionalProperties"), pointer);
                assertFalse(requests.contains(pointer) && responses.contains(pointer), pointer);
              }
            });

    assertEquals(expected, actual);
  }

  @Test
  void everyStringAndArrayOfARequestHasALimit() {
    Set<String> requests = PUBLISHED.reachableFrom("requestBody");
    requests.addAll(PUBLISHED.reachableFrom("parameters"));
    List<String> unbounded = new ArrayList<>();
    PUBLISHED.walk(
        (pointer, node) -> {
          boolean isOfARequest =
              requests.stream().anyMatch(r -> (pointer + "/").startsWith(r + "/"));
          if (isOfARequest && !isBounded(node)) {
            unbounded.add(pointer);
          }
        });

    assertEquals(List.of(), unbounded);
  }

  private static boolean isBounded(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "string" ->
          schema.has("maxLength")
              || schema.has("enum")
              || schema.path("pattern").asText("*").matches("(?:\\[[^]]*]|\\\\[*+]|[^*+\\\\\\[])*");
      case "array" -> schema.has("maxItems");
      case "integer" -> schema.has("minimum") && schema.has("maximum");
      default -> true;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"WrittenSettings settings written", "StoredSettings settings stored"})
  void hasTheSettingsOfAllProvidersInOneSchema(String names) {
    checkSettings(names.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WrittenSubscriptionSettings subscriptions written",
        "StoredSubscriptionSettings subscriptions stored"
      })
  void hasTheSubscriptionsOfAllProvidersInOneSchema(String names) {
    checkSettings(names.split(" "));
  }

  private static void checkSettings(String... names) {
    JsonNode flat = PUBLISHED.root().at("/components/schemas/" + names[0]);
    Map<String, JsonNode> expected = new TreeMap<>();
    for (JsonNode provider : WHOLE.root().path("x-notiflows-providers")) {
      JsonNode shape = WHOLE.resolve(provider.path(names[1]).path(names[2]));
      shape.path("properties").properties().forEach(p -> expected.put(p.getKey(), p.getValue()));
      String name = "`" + provider.path("name").asText() + "`";
      boolean isDescribed = flat.path("description").asText().contains(name);
      assertEquals(!shape.isMissingNode(), isDescribed, name);
    }

    Map<String, JsonNode> actual = new TreeMap<>();
    flat.path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode schema = property.getValue().deepCopy();
              ((ObjectNode) schema).remove("x-nullable");
              actual.put(property.getKey(), schema);
            });
    assertEquals(expected, actual);
    assertFalse(expected.isEmpty());
    assertFalse(flat.has("required"), "every provider requires other properties");
  }

  @Test
  void minPropertiesMatchesTheRequiredAlternatives() {
    int count = 0;
    for (JsonNode schema : WHOLE.root().at("/components/schemas")) {
      if (schema.has("x-notiflows-at-least-one")) {
        count++;
        assertEquals(
            schema.path("required").size() + 1,
            schema.path("minProperties").asInt(),
            schema::toString);
        schema
            .path("x-notiflows-at-least-one")
            .forEach(
                name -> assertTrue(schema.path("properties").has(name.asText()), name::toString));
      }
    }

    assertEquals(13, count);
  }

  @Test
  void hasARelativeServerUrl() {
    assertEquals("/", PUBLISHED.root().at("/servers/0/url").asText());
    assertEquals(1, PUBLISHED.root().path("servers").size());
  }
}
