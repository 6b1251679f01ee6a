package com.notiflows.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What tests send and nobody but the caller may see: keys, tokens, addresses, settings. */
final class Confidential {

  /** Shorter values occur by chance. */
  private static final int SHORTEST = 16;

  private static final int LARGEST_BODY = 100_000;
  private static final Set<String> HEADERS =
      Set.of("x-notiflows-secret-key", "x-notiflows-user-key");
  private static final Set<String> FIELDS =
      Set.of(
          "avatar",
          "custom_fields",
          "device_token",
          "device_tokens",
          "email",
          "endpoint",
          "first_name",
          "identifier",
          "installation_id",
          "last_name",
          "phone",
          "preferences",
          "settings");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Confidential() {}

  /** The confidential values of a request. */
  static Set<String> of(Request request) {
    Set<String> values = new TreeSet<>();
    for (String line : request.headers()) {
      int colon = line.indexOf(':');
      if (colon > 0 && HEADERS.contains(line.substring(0, colon).toLowerCase(Locale.ROOT))) {
        add(line.substring(colon + 1).strip(), values);
      }
    }
    if (request.body().length > 0 && request.body().length < LARGEST_BODY) {
      try {
        walk(JSON.readTree(new String(request.body(), StandardCharsets.UTF_8)), false, values);
      } catch (JsonProcessingException e) {
        return values; // not JSON: its tokens are those of other requests too
      }
    }
    return values;
  }

  private static void walk(JsonNode node, boolean isConfidential, Set<String> values) {
    if (node.isTextual() && isConfidential) {
      add(node.asText(), values);
    }
    node.properties()
        .forEach(
            field ->
                walk(field.getValue(), isConfidential || FIELDS.contains(field.getKey()), values));
    if (node.isArray()) {
      node.forEach(entry -> walk(entry, isConfidential, values));
    }
  }

  private static void add(String value, Set<String> values) {
    boolean isText = StandardCharsets.UTF_8.newEncoder().canEncode(value);
    if (isText && value.length() >= SHORTEST && value.lines().count() == 1) {
      values.add(value);
    }
  }

  /** The lines that contain one of the values, each with that value. */
  static List<String> leaks(Collection<String> values, Stream<String> lines) {
    Map<String, List<String>> byStart = new HashMap<>();
    for (String value : new HashSet<>(values)) {
      byStart.computeIfAbsent(value.substring(0, SHORTEST), start -> new ArrayList<>()).add(value);
    }
    List<String> found = new ArrayList<>();
    lines.forEach(
        line -> {
          for (int at = 0; at + SHORTEST <= line.length(); at++) {
            for (String value :
                byStart.getOrDefault(line.substring(at, at + SHORTEST), List.of())) {
              if (line.startsWith(value, at)) {
                found.add(value + " in " + line);
              }
            }
          }
        });
    return found;
  }
}
