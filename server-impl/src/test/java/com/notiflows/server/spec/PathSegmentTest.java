package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSegmentTest {

  private static final int ROUNDS = 2_000;

  private final Random random = new Random(20_261_123);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "abc, abc",
        "a%2Fb, a/b",
        "a%2fb, a/b",
        "100%25, 100%",
        "%2525, %25",
        "a+b, a+b",
        "a;b=c, a;b=c",
        "%E2%82%AC, \u20ac",
        "\u20ac, \u20ac"
      })
  void decodesPercentEncodedText(String raw, String text) {
    assertEquals(Optional.of(text), PathSegment.decode(raw));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%",
        "%4",
        "%4g",
        "%g4",
        "%%41",
        "% 41",
        "%-1",
        "%+1",
        "%\u0661\u0661",
        // not UTF-8: single bytes, truncated, overlong, a surrogate, beyond Unicode
        "%FF",
        "%80",
        "%E2%82",
        "%C0%AF",
        "%ED%A0%80",
        "%F4%90%80%80"
      })
  void rejectsInvalidEscapes(String raw) {
    assertEquals(Optional.empty(), PathSegment.decode(raw));
  }

  @Test
  void encodesReservedCharacters() {
    assertEquals("aZ0-_~", PathSegment.encode("aZ0-_~"));
    assertEquals("%2E%2E%2F%25%3B%2B%20%7B%00", PathSegment.encode("../%;+ {\0"));
    assertEquals("%C3%BC%F0%9F%98%80", PathSegment.encode("\u00fc\uD83D\uDE00"));
  }

  @Test
  void decodesWhatItEncoded() {
    for (int i = 0; i < ROUNDS; i++) {
      String text = anyText();

      String encoded = PathSegment.encode(text);

      assertTrue(encoded.matches("(?:[A-Za-z0-9_~-]|%[0-9A-F]{2})*"), encoded);
      assertEquals(Optional.of(text), PathSegment.decode(encoded));
    }
  }

  @Test
  void acceptsArbitraryInput() {
    String characters = "%0aF9gZ/;\u00fc";
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder raw = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        raw.append(characters.charAt(random.nextInt(characters.length())));
      }

      Optional<String> text = PathSegment.decode(raw.toString());

      text.ifPresent(t -> assertEquals(text, PathSegment.decode(PathSegment.encode(t))));
    }
  }

  @Test
  void splitsOnlyAtSlashes() {
    assertEquals(List.of("a", "b;c", "%2F"), raws("/a/b;c/%2F"));
    assertEquals(List.of("a", ""), raws("/a/"));
    assertEquals(List.of("", "a"), raws("//a"));
    assertEquals(List.of(""), raws("/"));
    assertEquals(List.of(""), raws(""));
    assertEquals(List.of("a"), raws("a"));
  }

  private static List<String> raws(String path) {
    return PathSegment.split(path).stream().map(PathSegment::raw).toList();
  }

  private String anyText() {
    return random
        .ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
        .map(point -> random.nextBoolean() ? point % 0x80 : point)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
