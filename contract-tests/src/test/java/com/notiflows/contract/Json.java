package com.notiflows.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;

/** JSON texts for requests and expected responses. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /**
   * JSON from a template in single quotes, such as {@code {'user_id':'%s'}}.
   *
   * @param values inserted by {@link String#formatted} without escaping
   */
  static String of(String template, Object... values) {
    String json = template.replace('\'', '"');
    return values.length == 0 ? json : json.formatted(values);
  }

  /** An array of strings. */
  static String array(String... texts) {
    return array(List.of(texts));
  }

  /** An array of strings. */
  static String array(Collection<String> texts) {
    try {
      return MAPPER.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The body of a PUT that stores these device tokens on a channel. */
  static String deviceTokens(String... tokens) {
    return of("{'settings':{'device_tokens':%s}}", array(tokens));
  }
}
