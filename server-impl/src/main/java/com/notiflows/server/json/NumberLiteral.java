package com.notiflows.server.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number with its literal, such as {@code -0}, {@code 1E5} or {@code 1.50}. Numbers are equal if
 * their literals are, so replacing {@code 1.5} with {@code 1.50} is a change.
 */
final class NumberLiteral extends NumericNode {

  private static final long serialVersionUID = 1L;

  private static final BigDecimal MIN_INT = BigDecimal.valueOf(Integer.MIN_VALUE);
  private static final BigDecimal MAX_INT = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private final String literal;
  private final boolean isInteger;

  /** Takes the literal of a number in valid JSON. */
  NumberLiteral(String literal, boolean isInteger) {
    this.literal = literal;
    this.isInteger = isInteger;
  }

  @Override
  public JsonToken asToken() {
    return isInteger ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
  }

  @Override
  public JsonParser.NumberType numberType() {
    return isInteger ? JsonParser.NumberType.BIG_INTEGER : JsonParser.NumberType.BIG_DECIMAL;
  }

  @Override
  public boolean isIntegralNumber() {
    return isInteger;
  }

  @Override
  public boolean isBigInteger() {
    return isInteger;
  }

  @Override
  public boolean isFloatingPointNumber() {
    return !isInteger;
  }

  @Override
  public boolean isBigDecimal() {
    return !isInteger;
  }

  @Override
  public Number numberValue() {
    return isInteger ? bigIntegerValue() : decimalValue();
  }

  @Override
  public int intValue() {
    return decimalValue().intValue();
  }

  @Override
  public long longValue() {
    return decimalValue().longValue();
  }

  @Override
  public double doubleValue() {
    return Double.parseDouble(literal);
  }

  @Override
  public BigDecimal decimalValue() {
    return new BigDecimal(literal);
  }

  @Override
  public BigInteger bigIntegerValue() {
    return decimalValue().toBigInteger();
  }

  @Override
  public boolean canConvertToInt() {
    return isBetween(MIN_INT, MAX_INT);
  }

  @Override
  public boolean canConvertToLong() {
    return isBetween(MIN_LONG, MAX_LONG);
  }

  private boolean isBetween(BigDecimal least, BigDecimal most) {
    BigDecimal value = decimalValue();
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }

  @Override
  public String asText() {
    return literal;
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeNumber(literal);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NumberLiteral number && number.literal.equals(literal);
  }

  @Override
  public int hashCode() {
    return literal.hashCode();
  }
}
