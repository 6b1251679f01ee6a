package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.testing.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every example of the spec is valid by the schema next to it. */
class SpecExamplesTest {

  private final Document document = Document.load();

  /** Examples by the pointer of their parent, which also has the schema. */
  private static Map<String, List<JsonNode>> examples(Document document) {
    Map<String, List<JsonNode>> examples = new LinkedHashMap<>();
    document.walk(
        (pointer, node) -> {
          List<JsonNode> values = new ArrayList<>();
          if (node.has("example")) {
            values.add(node.path("example"));
          }
          for (JsonNode example : node.path("examples")) {
            values.add(document.resolve(example).path("value"));
          }
          boolean isKind = pointer.equals("/components");
          if (!values.isEmpty() && !isKind) {
            examples.put(pointer, values);
          }
        });
    return examples;
  }

  private static List<String> wrong(Document document) {
    List<String> wrong = new ArrayList<>();
    examples(document)
        .forEach(
            (pointer, values) -> {
              boolean isSchema = !document.root().at(pointer).has("schema");
              String schema = isSchema ? pointer : pointer + "/schema";
              for (JsonNode value : values) {
                document.validate(schema, value).forEach(e -> wrong.add(pointer + ": " + e));
              }
            });
    return wrong;
  }

  @Test
  void everyExampleMatchesItsSchema() {
    assertEquals(List.of(), wrong(document));
  }

  @Test
  void bodiesParametersAndHeadersHaveExamples() {
    Map<String, List<JsonNode>> examples = examples(document);

    List<String> without = new ArrayList<>();
    document.walk(
        (pointer, node) -> {
          boolean isBody = pointer.endsWith("/content/application~1json");
          boolean isPart = pointer.matches("/components/(parameters|headers)/[^/]+");
          if ((isBody || isPart) && !examples.containsKey(pointer)) {
            without.add(pointer);
          }
        });

    assertEquals(List.of(), without);
    assertTrue(examples.size() >= 20, () -> "only " + examples.keySet());
  }

  @Test
  void detectsAnInvalidExample() {
    JsonNode broken = document.root().deepCopy();
    ((ObjectNode) broken.at("/components/examples/SlackUpdate/value")).put("more", 1);
    ((ObjectNode) broken.at("/components/parameters/ChannelId")).put("example", "no id");
    ((ObjectNode) broken.at("/components/schemas/Timestamp")).put("example", "yesterday");

    String wrong = String.join("\n", wrong(new Document(broken)));

    assertTrue(wrong.contains("application~1json: "), wrong);
    assertTrue(wrong.contains("/components/parameters/ChannelId: "), wrong);
    assertTrue(wrong.contains("/components/schemas/Timestamp: "), wrong);
  }

  @Test
  void errorExamplesMatchTheirStatus() {
    for (Map.Entry<String, JsonNode> operation : document.operations().entrySet()) {
      for (Map.Entry<String, JsonNode> entry :
          operation.getValue().path("responses").properties()) {
        int status = Integer.parseInt(entry.getKey());
        if (status < 400) {
          continue;
        }
        JsonNode error =
            document.resolve(entry.getValue()).at("/content/application~1json/example/error");
        String code = ErrorCode.ofStatus(status).wireName();

        assertEquals(status, error.path("status").asInt(), operation.getKey());
        assertEquals(code, error.path("code").asText(), operation.getKey());
        assertTrue(error.path("type").asText().endsWith("/errors/" + code), operation.getKey());
      }
    }
  }

  @Test
  void limitExamplesMatchTheLimits() {
    Limits limits = World.SPEC.limits();

    assertEquals(limits.bodyBytes(), limit("PayloadTooLarge", "limit"));
    assertEquals(limits.targetBytes(), limit("UriTooLong", "limit"));
    assertEquals(limits.headerBytes(), limit("HeadersTooLarge", "limit"));
    assertEquals(limits.retryAfterSeconds(), limit("ServiceUnavailable", "retry_after"));
    assertFalse(limits.retryAfterSeconds() > 60);
  }

  private int limit(String response, String name) {
    return document
        .root()
        .at("/components/responses/" + response + "/content/application~1json/example/error")
        .at("/details/" + name)
        .asInt();
  }

  @Test
  void settingsExamplesAreValidUpdates() {
    assertEquals(List.of(), validate("apns", "MobilePushUpdate"));
    assertEquals(List.of(), validate("fcm", "MobilePushUpdate"));
    assertEquals(List.of(), validate("slack", "SlackUpdate"));
  }

  private List<?> validate(String provider, String example) {
    ProviderCatalog providers = World.SPEC.providers();
    JsonNode settings = document.root().at("/components/examples/" + example + "/value/settings");
    return providers.validate(
        providers.find(provider).orElseThrow(), Provider.Kind.SETTINGS, settings, "settings", 100);
  }
}
