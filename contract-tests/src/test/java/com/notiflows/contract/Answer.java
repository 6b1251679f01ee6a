package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP response.
 *
 * @param headers values by lower-case name; repeated headers are joined with a comma
 */
record Answer(int status, Map<String, String> headers, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    while (text.startsWith("HTTP/1.1 100")) {
      text = text.substring(text.indexOf("\r\n\r\n") + 4);
    }
    int end = text.indexOf("\r\n\r\n");
    assertTrue(end > 0 && text.startsWith("HTTP/1.1 "), () -> "Not an HTTP response");
    List<String> lines = List.of(text.substring(0, end).split("\r\n"));
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    String body = text.substring(end + 4);
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      body = unchunk(body);
    }
    return new Answer(
        Integer.parseInt(text.substring(9, 12)),
        headers,
        new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  private static String unchunk(String chunks) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int lineEnd = chunks.indexOf("\r\n", at);
      int size = Integer.parseInt(chunks.substring(at, lineEnd), 16);
      if (size == 0) {
        return whole.toString(StandardCharsets.ISO_8859_1);
      }
      String chunk = chunks.substring(lineEnd + 2, lineEnd + 2 + size);
      whole.writeBytes(chunk.getBytes(StandardCharsets.ISO_8859_1));
      at = lineEnd + 2 + size + 2;
    }
  }

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

  JsonNode details() {
    return error().path("details");
  }

  /** The violations as "field reason", in the order of the response. */
  List<String> violations() {
    return details().path("fields").findParents("field").stream()
        .map(field -> field.path("field").asText() + " " + field.path("reason").asText())
        .toList();
  }

  Answer expect(int expected) {
    assertEquals(expected, status, body);
    return this;
  }

  Answer expect(int expected, String code) {
    assertEquals(expected + " " + code, status + " " + error().path("code").asText(), body);
    return this;
  }

  Answer detail(String name, String expected) {
    assertEquals(expected, details().path(name).asText(), body);
    return this;
  }
}
