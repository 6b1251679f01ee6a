package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.testing.Json;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Violations of a schema: their path, reason and message, which never contains the value. */
class SchemaCheckTest {

  private static final SchemaCheck CHECK =
      new SchemaChecks(
              Json.of(
                  """
                  {
                    "components": {
                      "schemas": {
                        "Thing": {
                          "type": "object",
                          "required": ["must"],
                          "additionalProperties": false,
                          "properties": {
                            "must": {
                              "type": "string",
                              "minLength": 1,
                              "maxLength": 3,
                              "pattern": "^[^ ]*$"
                            },
                            "two": {"type": "string", "minLength": 2},
                            "many": {
                              "type": "array",
                              "minItems": 1,
                              "maxItems": 2,
                              "items": {"type": "integer", "minimum": 5}
                            },
                            "few": {"type": "array", "minItems": 2, "items": {}},
                            "choice": {"type": "string", "enum": ["a", "b"]},
                            "wide": {"type": "object"},
                            "flag": {"type": "boolean"},
                            "amount": {"type": "number"},
                            "link": {"type": "string", "format": "uuid"},
                            "inner": {"$ref": "#/components/schemas/Inner"},
                            "later": {"$ref": "#/components/schemas/Later"}
                          }
                        },
                        "Inner": {
                          "type": "object",
                          "additionalProperties": false,
                          "properties": {"x": {"type": "string"}, "y": {"type": "string"}},
                          "anyOf": [{"required": ["x"]}, {"required": ["y"]}]
                        },
                        "Later": {"x-notiflows-validated-by": "provider", "oneOf": []}
                      }
                    }
                  }
                  """),
              100)
          .of(Json.of("{'$ref':'#/components/schemas/Thing'}"));

  private static List<FieldViolation> violations(String tree) {
    return CHECK.violations(Json.of(tree), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}                                  | must REQUIRED | is required",
        "{'must':'a','more':1}               | more UNKNOWN_FIELD | is not known",
        "{'must':'a','inner':{'x':'','z':1}} | inner.z UNKNOWN_FIELD | is not known",
        "{'must':7}                          | must INVALID_TYPE | must be text",
        "{'must':null}                       | must INVALID_TYPE | must be text",
        "{'must':''}                         | must TOO_SHORT | must not be empty",
        "{'must':'a','two':'h'}              | two TOO_SHORT | must have at least 2 characters",
        "{'must':'HUSH'}                     | must TOO_LONG | must have at most 3 characters",
        "{'must':'h h'}                      | must INVALID_FORMAT "
            + "| has a character or a form that is not allowed here",
        "{'must':'a','link':'HUSH'}          | link INVALID_FORMAT | has the wrong format",
        "{'must':'a','many':[]}              | many TOO_FEW | must have at least 1 entry",
        "{'must':'a','few':[9]}              | few TOO_FEW | must have at least 2 entries",
        "{'must':'a','many':[7,8,9]}         | many TOO_MANY | must have at most 2 entries",
        "{'must':'a','many':[9,1]}           | many[1] INVALID_VALUE "
            + "| has a value that is not allowed here",
        "{'must':'a','many':[9,7.5]}         | many[1] INVALID_TYPE | must be a whole number",
        "{'must':'a','many':{}}              | many INVALID_TYPE | must be a list",
        "{'must':'a','choice':'HUSH'}        | choice INVALID_VALUE | must be a or b",
        "{'must':'a','flag':'true'}          | flag INVALID_TYPE | must be true or false",
        "{'must':'a','amount':'1'}           | amount INVALID_TYPE | must be a number",
        "{'must':'a','inner':{}}             | inner REQUIRED | needs at least one of its fields",
        "{'must':'a','inner':'HUSH'}         | inner INVALID_TYPE | must be an object",
        "{'must':'a','later':[]}             | later INVALID_TYPE | must be an object",
        "[]                                  | body INVALID_TYPE | must be an object"
      })
  void reportsPathReasonAndMessage(String tree, String pathAndReason, String message) {
    List<FieldViolation> found = violations(tree);

    assertEquals(1, found.size(), found::toString);
    assertEquals(pathAndReason, found.get(0).field() + " " + found.get(0).reason());
    assertEquals(message, found.get(0).message());
    assertFalse(CHECK.accepts(Json.of(tree)));
  }

  @Test
  void reportsAllViolationsAtOnce() {
    assertEquals(
        List.of(
            "choice INVALID_VALUE",
            "inner REQUIRED",
            "many TOO_MANY",
            "more UNKNOWN_FIELD",
            "must REQUIRED",
            "two TOO_SHORT"),
        pathsAndReasons("{'two':'','many':[1,'x',9],'choice':'c','inner':{},'more':1}", ""));
  }

  @Test
  void countsCodePoints() {
    assertEquals(List.of(), violations("{'must':'\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00'}"));
    assertTrue(CHECK.accepts(Json.of("{'must':'a','inner':{'y':''}}")));
  }

  @Test
  void reportsViolationsInDocumentOrder() {
    assertEquals(
        List.of(
            "must REQUIRED",
            "z UNKNOWN_FIELD",
            "two TOO_SHORT",
            "few[1].x INVALID_FORMAT",
            "a UNKNOWN_FIELD"),
        CHECK.violations(Json.of("{'z':1,'two':'','few':[0,{'x':'\\ud800'}],'a':1}"), "").stream()
            .map(violation -> violation.field() + " " + violation.reason())
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'must':'a','many':[N]}",
        "{'must':'a','many':['M']}",
        "{'must':'a','choice':[E]}",
        "{'must':'a','wide':{K}}",
        "{'must':'M'}",
        "{'must':'a','link':'M'}",
        "{K}",
        "[N]"
      })
  void memoryStaysWithinTheLimits(String pattern) throws InvalidJsonException {
    String many = "{},'x',".repeat(350_000) + "{}";
    StringBuilder keys = new StringBuilder("'k':'\\ud800'");
    for (int i = 0; i < 300_000; i++) {
      keys.append(",'k").append(i).append("':'\\ud800'");
    }
    JsonNode tree =
        StrictJson.stored()
            .read(
                pattern
                    .replace("E", "1e1000,".repeat(150_000) + "0")
                    .replace("N", many)
                    .replace("K", keys)
                    .replace("M", "HUSH\\ud800".repeat(200_000))
                    .replace('\'', '"'));
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    CHECK.violations(tree, ""); // loads classes
    long before = threads.getCurrentThreadAllocatedBytes();

    List<FieldViolation> found = CHECK.violations(tree, "");

    assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 10_000_000);
    assertTrue(found.size() <= 101, () -> found.size() + " violations");
  }

  @Test
  void stopsOneAfterTheListedViolations() {
    assertEquals(101, violations("{'must':'a','few':[" + "'\\ud800',".repeat(500) + "0]}").size());
    assertEquals(5, CHECK.violations(Json.of("{'a':1,'b':1,'c':1,'d':1,'e':1}"), "", 5).size());
  }

  @Test
  void skipsWhatTheProviderValidates() {
    assertEquals(List.of(), violations("{'must':'a','later':{'x':[1,'\\udc00',null]}}"));
  }

  @Test
  void prefixesPathsWithTheRoot() {
    assertEquals(
        List.of("at.it.? UNKNOWN_FIELD", "at.it.must INVALID_FORMAT"),
        pathsAndReasons("{'must':'\\udc00','a b':1}", "at.it"));
  }

  private static List<String> pathsAndReasons(String tree, String root) {
    return CHECK.violations(Json.of(tree), root).stream()
        .map(violation -> violation.field() + " " + violation.reason())
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'M'",
        "['M']",
        "{'M':{'M':'M'}}",
        "{'must':'M','two':['M'],'many':['M',{'M':'M'}],'few':'M','choice':'M','flag':'M'}",
        "{'must':'a','amount':'M','link':'M','inner':{'x':['M'],'M':'M'},'later':'M','M':'M'}",
        "{'must':'M \\ud800','M\\ud800':'M'}"
      })
  void neverRepeatsAValueOrAnUnknownKey(String tree) {
    List<FieldViolation> found = violations(tree.replace("M", "HUSH_5b1f.\u00fc"));

    assertFalse(found.isEmpty());
    assertTrue(found.stream().noneMatch(v -> v.toString().contains("HUSH")), found::toString);
  }
}
