package com.notiflows.server.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query of a request target. */
public final class QueryString {

  private QueryString() {}

  /**
   * The decoded parameters, each with all values.
   *
   * @param raw the raw query, without the question mark
   * @return empty if an escape is broken or the bytes are not UTF-8
   */
  public static Optional<Map<String, List<String>>> parse(String raw) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals));
      Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      if (!pair.isEmpty()) {
        parameters.computeIfAbsent(name.get(), n -> new ArrayList<>()).add(value.get());
      }
    }
    return Optional.of(parameters);
  }

  private static Optional<String> decode(String raw) {
    return PathSegment.decode(raw.replace('+', ' '));
  }
}
