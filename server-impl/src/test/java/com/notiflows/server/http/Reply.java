package com.notiflows.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A response. */
record Reply(int status, Map<String, String> headers, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENVELOPE =
      Set.of("code", "details", "message", "request_id", "status", "type");

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Not JSON: " + body, e);
    }
  }

  JsonNode error() {
    return json().path("error");
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  Reply expect(int expected) {
    assertEquals(expected, status, body);
    return this;
  }

  /** Asserts a complete error with exactly these details. */
  Reply expect(int expected, String code, String details) {
    assertEquals(expected + " " + code, status + " " + error().path("code").asText(), body);
    assertEquals("application/json", header("Content-Type"));
    assertEquals(Set.of("error"), names(json()), body);
    assertEquals(ENVELOPE, names(error()), body);
    assertEquals(expected, error().path("status").intValue(), body);
    assertEquals(header("x-request-id"), error().path("request_id").asText());
    assertEquals("https://docs.notiflows.com/errors/" + code, error().path("type").asText());
    assertEquals(details, error().path("details").toString().replace('"', '\''));
    return this;
  }

  /** The violations in order, as "field reason". */
  List<String> violations() {
    List<String> violations = new ArrayList<>();
    error()
        .at("/details/fields")
        .forEach(f -> violations.add(f.path("field").asText() + " " + f.path("reason").asText()));
    return violations;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
