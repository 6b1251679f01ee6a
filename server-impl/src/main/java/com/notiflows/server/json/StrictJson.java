package com.notiflows.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON by RFC 8259, without duplicate keys, and keeps the literals of numbers. Limits of
 * numbers are checked on the literals, before any conversion.
 */
public final class StrictJson {

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String NEGATIVE_ZERO = "-0";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final int depth;
  private final NumberLimit numbers;
  private final JsonFactory factory;

  private StrictJson(int depth, NumberLimit numbers) {
    this.depth = depth;
    this.numbers = numbers;
    // The text is already in memory, so its length limits that of its parts.
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(depth)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build();
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // keys are text of callers
            .build();
  }

  /**
   * A reader for text from callers.
   *
   * @param depth how deep arrays and objects may nest
   * @param digits how many digits the literal of a number may have
   * @param exponent the largest exponent of a number, positive or negative
   */
  public static StrictJson within(int depth, int digits, int exponent) {
    return new StrictJson(depth, new NumberLimit(digits, exponent));
  }

  /** A reader for text that was checked before it was stored. */
  public static StrictJson stored() {
    return new StrictJson(StreamReadConstraints.DEFAULT_MAX_DEPTH, NumberLimit.NONE);
  }

  /**
   * Reads text in UTF-8. A byte order mark is ignored.
   *
   * @throws InvalidJsonException if it is not JSON or exceeds a limit
   */
  public JsonNode read(byte[] text) throws InvalidJsonException {
    return read(decode(text));
  }

  /**
   * Reads text.
   *
   * @throws InvalidJsonException if it is not JSON or exceeds a limit
   */
  public JsonNode read(String text) throws InvalidJsonException {
    try (JsonParser parser = factory.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new InvalidJsonException("is empty, but must be JSON");
      }
      JsonNode tree = value(parser, first);
      if (parser.nextToken() != null) {
        throw notJson(parser.currentTokenLocation());
      }
      return tree;
    } catch (StreamConstraintsException e) {
      throw new InvalidJsonException("must not nest deeper than " + depth + " levels");
    } catch (JsonProcessingException e) {
      throw notJson(e.getLocation());
    } catch (IOException e) {
      throw new IllegalStateException("Text in memory can't be read", e);
    }
  }

  private static String decode(byte[] text) throws InvalidJsonException {
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      return !decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK
          ? decoded.substring(1)
          : decoded;
    } catch (CharacterCodingException e) {
      throw new InvalidJsonException("is not UTF-8");
    }
  }

  /** Recursion is as deep as the text nests, which the parser bounds. */
  private JsonNode value(JsonParser parser, JsonToken token)
      throws IOException, InvalidJsonException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> number(parser, true);
      case VALUE_NUMBER_FLOAT -> number(parser, false);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw notJson(parser.currentTokenLocation());
    };
  }

  private JsonNode object(JsonParser parser) throws IOException, InvalidJsonException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      object.set(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  private JsonNode array(JsonParser parser) throws IOException, InvalidJsonException {
    ArrayNode array = NODES.arrayNode();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      array.add(value(parser, token));
      token = parser.nextToken();
    }
    return array;
  }

  private JsonNode number(JsonParser parser, boolean isInteger)
      throws IOException, InvalidJsonException {
    String literal = parser.getText();
    if (!numbers.allows(literal)) {
      throw new InvalidJsonException(
          "must not have a number with more than "
              + numbers.digits()
              + " digits or an exponent beyond "
              + numbers.exponent()
              + place(parser.currentTokenLocation()));
    }
    if (!isInteger || literal.equals(NEGATIVE_ZERO)) {
      return new NumberLiteral(literal, isInteger);
    }
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> new NumberLiteral(literal, true);
    };
  }

  private static InvalidJsonException notJson(JsonLocation location) {
    return new InvalidJsonException("is not JSON" + place(location));
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : ": see line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
