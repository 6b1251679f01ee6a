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

/** What came back. */
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

  /** An error, whole, with these details and no others. */
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

  /** The violations, as "field reason", in their order. */
  List<String> violations() {
    List<String> told = new ArrayList<>();
    error()
        .at("/details/fields")
        .forEach(f -> told.add(f.path("field").asText() + " " + f.path("reason").asText()));
    return told;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
