package com.notiflows.server.http.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON to the letter of its standard. No message ever quotes the body, which holds tokens.
 */
final class StrictJson {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final int depth;
  private final ObjectReader reader;

  StrictJson(Limits limits) {
    this.depth = limits.jsonDepth();
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.jsonDepth())
            .maxStringLength(limits.bodyBytes())
            .maxNameLength(limits.bodyBytes())
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // keys are callers' own text
            .build();
    this.reader =
        new ObjectMapper(factory)
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // no number may change
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /**
   * Parses a body.
   *
   * @throws ApiException 400 if it is not JSON
   */
  JsonNode parse(byte[] body) {
    String text = decode(body);
    if (text.isBlank()) {
      throw ApiException.invalidJson("The body is empty, but JSON is needed.");
    }
    try {
      return reader.readValue(text);
    } catch (StreamConstraintsException e) {
      throw ApiException.invalidJson(
          "The body nests deeper than " + depth + ", or has a number with too many digits.");
    } catch (JsonProcessingException e) {
      throw ApiException.invalidJson("The body is not JSON" + place(e.getLocation()) + ".");
    }
  }

  private static String decode(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw ApiException.invalidJson("The body is not UTF-8.");
    }
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : ": see line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
