package com.notiflows.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a result, in the order in which they are printed. */
final class Fields {

  private Fields() {}

  /** Alternating names and values. */
  static Map<String, String> of(Object... pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(pairs[i].toString(), pairs[i + 1].toString());
    }
    return fields;
  }
}
