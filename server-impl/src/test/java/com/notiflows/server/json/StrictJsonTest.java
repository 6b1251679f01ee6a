package com.notiflows.server.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  private static final StrictJson JSON = StrictJson.within(3, 5, 20);

  private static String problem(String text) {
    return assertThrows(InvalidJsonException.class, () -> JSON.read(text)).problem();
  }

  private static JsonNode stored(String text) throws InvalidJsonException {
    return StrictJson.stored().read(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "-0", "7", "-0.0", "1E5", "1e5", "1.50", "1e+05", "0.001", "99999", "1E-20", "-1e20"
      })
  void keepsTheLiteralOfANumber(String number) throws InvalidJsonException {
    assertEquals(number, JSON.read(number).toString());
    String nested = "[{\"a\":" + number + "}]";
    assertEquals(nested, JSON.read(nested).toString());
    assertEquals(JSON.read(nested), stored(nested));
  }

  @ParameterizedTest
  @CsvSource({"1.5, 1.50", "100000, 1E5", "1e5, 1E5", "0, -0", "0, 0.0", "1e1, 10"})
  void numbersWithDifferentLiteralsAreNotEqual(String one, String other)
      throws InvalidJsonException {
    assertNotEquals(stored(one), stored(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100000",
        "1.00000",
        "0.00001",
        "1e00001",
        "1e21",
        "1E-21",
        "-1e999999999",
        "1e2147483648",
        "1e99999999999999999999999999",
        "[[1e21]]"
      })
  void rejectsANumberBeyondTheLimits(String number) {
    String problem = problem(number);

    assertEquals(
        "must not have a number with more than 5 digits or an exponent beyond 20: see line 1,"
            + " column "
            + (number.lastIndexOf('[') + 2),
        problem);
  }

  @Test
  void readsStoredNumbersWithoutLimits() throws InvalidJsonException {
    for (String number : new String[] {"1E+20000000", "-1E-2147483647", "9".repeat(5000)}) {
      assertEquals(number, stored(number).toString());
      assertEquals(stored(number), stored(number));
    }
  }

  @Test
  void convertsNumbers() throws InvalidJsonException {
    JsonNode big = stored("123456789012345678901");
    JsonNode fraction = stored("1.5e1");

    assertEquals("true false", big.isIntegralNumber() + " " + big.canConvertToLong());
    assertEquals("123456789012345678901", big.bigIntegerValue().toString());
    assertEquals("false true", fraction.isIntegralNumber() + " " + fraction.canConvertToInt());
    assertEquals("15 15.0", fraction.intValue() + " " + fraction.doubleValue());
    assertEquals(0, stored("-0").intValue());
    assertEquals(7, stored("7").intValue());
    assertEquals(1L << 40, stored("1099511627776").longValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''            | is empty, but must be JSON",
        "' '           | is empty, but must be JSON",
        "{             | 'is not JSON: see line 1, column 2'",
        "1 2           | 'is not JSON: see line 1, column 3'",
        "1 x           | 'is not JSON: see line 1, column 3'",
        "{\"a\":1,\"a\":2} | 'is not JSON: see line 1, column 11'",
        "[[[[]]]]      | must not nest deeper than 3 levels",
        "NaN           | 'is not JSON: see line 1, column 4'",
        "[1,]          | 'is not JSON: see line 1, column 4'"
      })
  void explainsWhatIsWrong(String text, String problem) {
    assertEquals(problem, problem(text));
  }

  @Test
  void acceptsOnlyUtf8() throws InvalidJsonException {
    assertEquals("\u00e9", JSON.read("\uFEFF\"\u00e9\"".getBytes(StandardCharsets.UTF_8)).asText());
    for (byte[] bytes :
        new byte[][] {"\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1), {(byte) 0xFE, 0x22}}) {
      InvalidJsonException thrown =
          assertThrows(InvalidJsonException.class, () -> JSON.read(bytes));
      assertEquals("is not UTF-8", thrown.problem());
    }
  }
}
