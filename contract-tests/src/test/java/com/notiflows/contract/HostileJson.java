package com.notiflows.contract;

import com.notiflows.contract.BodyPlaces.Place;
import com.notiflows.contract.Operations.Sample;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary request bodies of all operations: JSON as nobody should write it, or almost JSON. */
final class HostileJson {

  private static final List<Place> PLACES = BodyPlaces.all();
  private static final List<Sample> OPERATIONS =
      Operations.all().stream().filter(Sample::hasBody).toList();

  private HostileJson() {}

  /** A body for an operation. */
  record Body(Sample operation, String kind, byte[] bytes) {

    /** The beginning, because some are megabytes long. */
    @Override
    public String toString() {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return operation
          + ", "
          + kind
          + ", "
          + bytes.length
          + " bytes: "
          + text.substring(0, Math.min(200, text.length()));
    }
  }

  /** A value in any place of any body, or an example with a few changed characters, encoded. */
  static Arbitrary<Body> bodies() {
    Arbitrary<Body> texts = Arbitraries.frequencyOf(Tuple.of(3, placed()), Tuple.of(2, edited()));
    return Combinators.combine(texts, encodings()).as(HostileJson::encoded);
  }

  private static Arbitrary<Body> placed() {
    return Combinators.combine(Arbitraries.of(PLACES), values())
        .as((place, value) -> body(place.operation(), place.name(), place.body(value)));
  }

  private static Arbitrary<Body> edited() {
    Arbitrary<List<Edit>> edits =
        Combinators.combine(
                Arbitraries.integers().between(0, 2_000),
                Arbitraries.integers().between(0, 6),
                Arbitraries.of(
                    "",
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    ":",
                    ",",
                    "\\",
                    "\u0000",
                    "\u00e9",
                    "9",
                    "e99999",
                    "-",
                    "null",
                    "\\ud800",
                    "\\u0000",
                    "/*",
                    "\u2028",
                    "\r",
                    "\"a\":1,"))
            .as(Edit::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(OPERATIONS), edits)
        .as(
            (operation, all) -> {
              String text = operation.body();
              for (Edit edit : all) {
                text = edit.of(text);
              }
              return body(operation, "edited example", text);
            });
  }

  /** Replaces characters at a place, counted from the start and beyond the end. */
  private record Edit(int at, int length, String replacement) {

    String of(String text) {
      int start = text.isEmpty() ? 0 : at % text.length();
      int end = Math.min(text.length(), start + length);
      return text.substring(0, start) + replacement + text.substring(end);
    }
  }

  private static Body body(Sample operation, String kind, String text) {
    return new Body(operation, kind, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Arbitrary<String> values() {
    return Arbitraries.oneOf(Arbitraries.of(scalars()), Arbitraries.of(structures()), trees());
  }

  private static List<String> scalars() {
    return List.of(
        "null",
        "true",
        "tru",
        "0",
        "-0",
        "01",
        "+1",
        ".5",
        "1.",
        "1e1000",
        "1e1001",
        "-1E-2147483649",
        "1e999999999",
        "9".repeat(1_000),
        "9".repeat(1_001),
        "0." + "1".repeat(200_000),
        "NaN",
        "-Infinity",
        "'a'",
        "\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u0000\"",
        "\"a\u0000b\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\u2028\"",
        "\"" + "a".repeat(70_000) + "\"",
        "\"" + "\\u0061".repeat(70_000) + "\"",
        "\"" + "\uD83D\uDE00".repeat(9_000) + "\"",
        "/**/1",
        "1 //",
        "",
        "\u00a01");
  }

  private static List<String> structures() {
    return List.of(
        nested(60),
        nested(64),
        nested(65),
        nested(10_000),
        "[".repeat(500_000),
        "{\"a\":".repeat(150_000),
        "]".repeat(100),
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"" + "k".repeat(100_000) + "\":1}",
        keys(200),
        keys(60_000),
        "[" + String.join(",", Collections.nCopies(300_000, "1")) + "]",
        "[" + String.join(",", Collections.nCopies(200_000, "{}")) + "]",
        "[" + String.join(",", Collections.nCopies(2_000, "9".repeat(500))) + "]",
        " ".repeat(1_000_000),
        "{\"__proto__\":{\"a\":1},\"constructor\":null,\"$ref\":\"#\",\"\":{}}");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Arbitrary<String> trees() {
    Arbitrary<String> leaves =
        Arbitraries.oneOf(
            Arbitraries.of("null", "false", "-1.5e300", "1e999", "{}", "[]", "\"\\ud800\""),
            Arbitraries.strings().ofMaxLength(8).map(Json::array).map(HostileJson::onlyItem));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(all -> "[" + String.join(",", all) + "]"),
                Combinators.combine(
                        Arbitraries.of("settings", "device_tokens", "mode", "a"), inner, inner)
                    .as((key, a, b) -> "{\"" + key + "\":" + a + ",\"b\":" + b + "}")),
        0,
        5);
  }

  private static String onlyItem(String list) {
    return list.substring(1, list.length() - 1);
  }

  /** Most are what the server accepts, so that the text itself is looked at. */
  private static Arbitrary<Encoding> encodings() {
    Charset utf8 = StandardCharsets.UTF_8;
    Arbitrary<Encoding> rare =
        Arbitraries.oneOf(
            Arbitraries.of(
                new Encoding(StandardCharsets.UTF_16, 1, 0),
                new Encoding(StandardCharsets.UTF_16LE, 1, 0),
                new Encoding(Charset.forName("UTF-32"), 1, 0),
                new Encoding(StandardCharsets.ISO_8859_1, 1, 0)),
            Combinators.combine(
                    Arbitraries.doubles().between(0, 1), Arbitraries.integers().between(0, 255))
                .as((part, flip) -> new Encoding(utf8, part, flip)));
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.just(new Encoding(utf8, 1, 0))), Tuple.of(1, rare));
  }

  /**
   * How a text becomes bytes.
   *
   * @param part how much of it is kept
   * @param flip bits that are changed in the last byte
   */
  private record Encoding(Charset charset, double part, int flip) {}

  private static Body encoded(Body body, Encoding encoding) {
    byte[] all = new String(body.bytes(), StandardCharsets.UTF_8).getBytes(encoding.charset());
    byte[] bytes = Arrays.copyOf(all, (int) (all.length * encoding.part()));
    if (bytes.length > 0) {
      bytes[bytes.length - 1] ^= (byte) encoding.flip();
    }
    return new Body(body.operation(), body.kind() + " " + encoding, bytes);
  }
}
