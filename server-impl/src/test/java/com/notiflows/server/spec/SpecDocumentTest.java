package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.FieldViolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the whole spec. */
class SpecDocumentTest {

  private static final Document DOCUMENT = Document.load();
  private static final JsonNode ROOT = DOCUMENT.root();

  @Test
  void everyComponentIsUsed() {
    Set<String> declared = new TreeSet<>();
    for (Map.Entry<String, JsonNode> kind : ROOT.path("components").properties()) {
      if (!kind.getKey().equals("securitySchemes")) {
        kind.getValue()
            .fieldNames()
            .forEachRemaining(name -> declared.add("/components/" + kind.getKey() + "/" + name));
      }
    }

    assertEquals(declared, DOCUMENT.reachable());
    Set<String> schemes = new TreeSet<>();
    ROOT.findValues("security").forEach(ways -> ways.forEach(way -> schemes.addAll(names(way))));
    assertEquals(names(ROOT.at("/components/securitySchemes")), schemes);
  }

  @Test
  void everyReferenceResolves() {
    DOCUMENT.walk(
        (pointer, node) -> {
          String reference = node.path("$ref").asText("#/info");
          assertTrue(reference.startsWith("#/"), pointer);
          assertFalse(ROOT.at(reference.substring(1)).isMissingNode(), pointer + ": " + reference);
        });
  }

  @Test
  void everyOperationIsDescribed() {
    Set<String> tags = new TreeSet<>(ROOT.path("tags").findValuesAsText("name"));
    Set<String> ids = new TreeSet<>();
    DOCUMENT
        .operations()
        .forEach(
            (name, operation) -> {
              for (String field : List.of("operationId", "summary", "description")) {
                assertFalse(operation.path(field).asText().isBlank(), name + ": " + field);
              }
              assertEquals(1, operation.path("tags").size(), name);
              assertTrue(tags.contains(operation.at("/tags/0").asText()), name);
              assertTrue(ids.add(operation.path("operationId").asText()), name);
            });
    assertFalse(ids.isEmpty());
  }

  @Test
  void everyWritableListHasALimit() {
    Set<String> seen = new TreeSet<>();
    DOCUMENT
        .operations()
        .values()
        .forEach(operation -> requireLimits(operation.path("requestBody"), "body", seen));
    DOCUMENT
        .root()
        .path("x-notiflows-providers")
        .forEach(
            provider -> {
              requireLimits(provider.at("/settings/written"), "settings", seen);
              requireLimits(provider.at("/subscriptions/written"), "subscriptions", seen);
            });
    assertTrue(seen.size() > 10, seen::toString);
  }

  private static void requireLimits(JsonNode node, String place, Set<String> seen) {
    String reference = node.path("$ref").asText();
    if (!reference.isEmpty()) {
      if (seen.add(reference)) {
        requireLimits(DOCUMENT.resolve(node), reference, seen);
      }
      return;
    }
    if (node.path("type").asText().equals("array")) {
      assertTrue(node.has("maxItems"), place + " needs maxItems");
    }
    node.forEach(each -> requireLimits(each, place, seen));
  }

  @Test
  void everyOperationDeclaresTheParametersOfItsPath() {
    DOCUMENT
        .operations()
        .forEach(
            (name, operation) -> {
              Set<String> declared = new TreeSet<>();
              for (JsonNode reference : operation.path("parameters")) {
                JsonNode parameter = DOCUMENT.resolve(reference);
                assertFalse(parameter.path("description").asText().isBlank(), name);
                if (parameter.path("in").asText().equals("path")) {
                  declared.add("{" + parameter.path("name").asText() + "}");
                }
              }
              Set<String> inPath = new TreeSet<>();
              Stream.of(name.split("[ /]")).filter(s -> s.startsWith("{")).forEach(inPath::add);
              assertEquals(inPath, declared, name);
            });
  }

  @Test
  void everyWriteHasAnIdempotencyKey() {
    DOCUMENT
        .operations()
        .forEach(
            (name, operation) -> {
              String key = "#/components/parameters/IdempotencyKey";
              boolean isTaken = operation.path("parameters").findValuesAsText("$ref").contains(key);
              assertEquals(isWrite(name), isTaken, name);
            });
  }

  @Test
  void everyErrorIsAnEnvelope() {
    forEachResponse(
        (name, status, response) -> {
          if (status >= 400) {
            assertEquals(Set.of("application/json"), names(response.path("content")), name);
            assertEquals(
                "#/components/schemas/ErrorResponse",
                response.at("/content/application~1json/schema/$ref").asText(),
                name);
          }
        });
  }

  @Test
  void everyResponseHasADescriptionAndItsHeaders() {
    forEachResponse(
        (name, status, response) -> {
          assertFalse(response.path("description").asText().isBlank(), name);
          Set<String> headers = new TreeSet<>(Set.of("x-request-id"));
          if (status != 414 && status != 431) { // before the project is known
            headers.addAll(Set.of("RateLimit", "RateLimit-Policy"));
          }
          if (status == 304 || (status < 300 && response.has("content"))) {
            headers.add("ETag");
          }
          boolean isAboutIdentifiers =
              name.startsWith("post /admin/channel-settings/bulk")
                  || name.startsWith("post /user/channels/{channel_id}/subscriptions");
          if (status < 300
              && (isAboutIdentifiers || name.startsWith("put") || name.startsWith("patch"))) {
            headers.add("x-tokens-moved");
          }
          if (status == 401) {
            headers.add("WWW-Authenticate");
          }
          if (status == 429 || status == 503) {
            headers.add("Retry-After");
          }
          if (status == 409) {
            headers.addAll(Set.of("Retry-After", "x-should-retry"));
          }
          if (status < 300 && isWrite(name.replaceFirst(" \\d+$", ""))) {
            headers.add("idempotency-replayed");
          }
          assertEquals(headers, names(response.path("headers")), name);
        });
  }

  @Test
  void everyOperationDeclaresTheCommonErrors() {
    Set<String> any = Set.of("400", "401", "406", "414", "429", "431", "500", "503");
    DOCUMENT
        .operations()
        .forEach(
            (name, operation) -> {
              Set<String> missing = new TreeSet<>(any);
              if (operation.has("requestBody")) {
                missing.addAll(Set.of("413", "415", "422"));
              } else if (name.contains("{")) {
                missing.add("404");
              }
              if (isWrite(name)) {
                missing.add("409");
              }
              missing.removeAll(names(operation.path("responses")));
              assertEquals(Set.of(), missing, name);
            });
  }

  @Test
  void listsTheCodesAndReasonsOfTheServer() {
    assertEquals(
        Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).toList(),
        texts("/components/schemas/ErrorCode/enum"));
    assertEquals(
        Arrays.stream(FieldViolation.Reason.values()).map(FieldViolation.Reason::wireName).toList(),
        texts("/components/schemas/FieldError/properties/reason/enum"));
  }

  @Test
  void keepsTheFourteenDetailsOfTheSeed() {
    assertEquals(14, ROOT.at("/components/schemas/ErrorDetails/properties").size());
  }

  @Test
  void describesEverySchemaAndProperty() {
    List<String> without = new ArrayList<>();
    DOCUMENT.walk(
        (pointer, node) -> {
          boolean isSchema = pointer.matches("/components/schemas/[^/]+(/properties/[^/]+)?");
          boolean isBare = DOCUMENT.resolve(node).path("description").asText().isBlank();
          if (isSchema && isBare) {
            without.add(pointer);
          }
        });

    assertEquals(List.of(), without);
  }

  /** Whether an operation writes: all but GET and those that the spec marks as read-only. */
  private static boolean isWrite(String name) {
    boolean isMarked =
        Objects.requireNonNull(DOCUMENT.operations().get(name))
            .path("x-notiflows-read-only")
            .asBoolean(false);
    return !name.startsWith("get ") && !isMarked;
  }

  private interface ResponseCheck {
    void check(String name, int status, JsonNode response);
  }

  private static void forEachResponse(ResponseCheck responseCheck) {
    DOCUMENT
        .operations()
        .forEach(
            (name, operation) ->
                operation
                    .path("responses")
                    .properties()
                    .forEach(
                        entry ->
                            responseCheck.check(
                                name + " " + entry.getKey(),
                                Integer.parseInt(entry.getKey()),
                                DOCUMENT.resolve(entry.getValue()))));
  }

  private static List<String> texts(String pointer) {
    List<String> texts = new ArrayList<>();
    ROOT.at(pointer).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
