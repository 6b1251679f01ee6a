package com.notiflows.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of an import.
 *
 * @param channel the handle of the channel
 */
record ImportLine(String externalId, String channel, JsonNode settings) {

  private static final ObjectReader JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // callers' own text
                  .build())
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Set<String> FIELDS = Set.of("channel", "settings", "user_id");

  /** A line is no settings. What says why never quotes it, since it may hold tokens. */
  static final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String why;

    BadLineException(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /**
   * Reads a line.
   *
   * @throws BadLineException if it can't be one
   */
  static ImportLine read(byte[] text) throws BadLineException {
    JsonNode line = json(text);
    Set<String> names = new TreeSet<>();
    line.fieldNames().forEachRemaining(names::add);
    boolean isWhole =
        names.equals(FIELDS)
            && line.path("user_id").isTextual()
            && line.path("channel").isTextual()
            && line.path("settings").isObject();
    if (!isWhole) {
      throw new BadLineException("needs user_id, channel and settings, and nothing else");
    }
    return new ImportLine(
        line.path("user_id").textValue(), line.path("channel").textValue(), line.path("settings"));
  }

  private static JsonNode json(byte[] text) throws BadLineException {
    try {
      // as text: of bytes, Jackson would also take UTF-16
      String line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      return JSON.readValue(line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line);
    } catch (IOException e) {
      throw new BadLineException("is not JSON in UTF-8");
    }
  }

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "ImportLine[externalId=" + externalId + ", channel=" + channel + "]";
  }
}
