package com.notiflows.contract;

import com.notiflows.server.demo.DemoProject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitrary requests as a hostile or broken client sends them, in text whose characters are bytes.
 */
final class HostileHttp {

  /** The request id of a request that hides in the body of another. */
  static final String HIDDEN = "hidden";

  private static final String USER = FuzzedServer.USER;
  private static final String SETTINGS = Request.settingsOf(USER, DemoProject.APNS);
  private static final String BODY = Json.deviceTokens("hostile");
  private static final String CHUNKED_BODY = chunked(BODY);
  private static final String KEYS = Request.DEMO_KEYS;

  private static final String HIDDEN_REQUEST =
      "DELETE /admin/users/"
          + USER
          + " HTTP/1.1\r\nHost: a\r\nx-request-id: "
          + HIDDEN
          + "\r\n"
          + KEYS
          + "\r\n";

  private HostileHttp() {}

  /** Requests with any method, target, version, headers and body. */
  static Arbitrary<String> requests() {
    return Combinators.combine(methods(), targets(), versions(), headers(), bodies(), lineEnds())
        .as(
            (method, target, version, headers, body, lineEnd) ->
                (method + " " + target + version + "\r\n" + headers + "\r\n")
                        .replace("\r\n", lineEnd)
                    + body);
  }

  /**
   * Requests on whose end two servers could disagree, so that one would take the rest of the body
   * for another request.
   */
  static Arbitrary<String> ambiguousRequests() {
    String hiddenChunk = chunked(HIDDEN_REQUEST);
    String hiddenBehindChunks = "0\r\n\r\n" + HIDDEN_REQUEST;
    Arbitrary<String> framings =
        Arbitraries.oneOf(
            Combinators.combine(lengths(4), codings()).as((a, b) -> a + b),
            Combinators.combine(codings(), lengths(4)).as((a, b) -> a + b),
            Combinators.combine(lengths(4), lengths(HIDDEN_REQUEST.length())).as((a, b) -> a + b),
            oddCodings(),
            oddLengths());
    Arbitrary<String> bodies = Arbitraries.of(hiddenChunk, hiddenBehindChunks);
    return Combinators.combine(
            Arbitraries.of("PUT", "POST", "GET", "DELETE", "PATCH"),
            Arbitraries.of("HTTP/1.1", "HTTP/1.0"),
            Arbitraries.of("", KEYS),
            framings,
            bodies)
        .as(
            (method, version, keys, framing, body) ->
                method
                    + " "
                    + SETTINGS
                    + " "
                    + version
                    + "\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + keys
                    + framing
                    + "\r\n"
                    + body);
  }

  private static Arbitrary<String> methods() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS")),
        Tuple.of(
            1,
            Arbitraries.of(
                "TRACE",
                "CONNECT",
                "PRI",
                "get",
                "G\u0000T",
                "",
                "{}",
                "M".repeat(9_000),
                "\u00e9")));
  }

  private static Arbitrary<String> targets() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.of(SETTINGS, "/docs", "/errors/not_found", "/livez", "/nowhere")),
        Tuple.of(
            2,
            Arbitraries.of(
                "*",
                "/",
                "//",
                "///admin//users",
                "http://b" + SETTINGS,
                "ftp://b:99999/",
                "http://",
                "b:443",
                SETTINGS + "?",
                SETTINGS + "?include=devices&include=%00",
                SETTINGS + "#fragment",
                SETTINGS + ";a=b",
                SETTINGS.replace("/", "\\"),
                SETTINGS.replace("/", "%2f"),
                SETTINGS + "/%2e%2e/%2e%2e",
                "/admin/users/a%zz",
                "/admin/users/\u00e9\u00ff",
                "/admin/users?limit=1&limit=2&\u0001",
                "/admin/users?" + "a&".repeat(3_000),
                "/" + "a".repeat(9_000),
                "/" + "/".repeat(3_000))));
  }

  private static Arbitrary<String> versions() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.of(" HTTP/1.1", " HTTP/1.0")),
        Tuple.of(
            1,
            Arbitraries.of(
                "",
                " ",
                " HTTP/0.9",
                " HTTP/1.2",
                " HTTP/2.0",
                " HTTP/3",
                " http/1.1",
                " HTTP/1.1 x",
                " HTTP/11",
                " HTTP/1.\u00e9",
                " HTTPS/1.1")));
  }

  private static Arbitrary<String> headers() {
    Arbitrary<String> lines =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of("Host: a\r\n", KEYS, "Content-Type: application/json\r\n")),
            Tuple.of(2, lengths(BODY.length())),
            Tuple.of(2, codings()),
            Tuple.of(1, oddLengths()),
            Tuple.of(4, Arbitraries.of(oddLines())));
    return lines
        .list()
        .ofMaxSize(7)
        .map(all -> String.join("", all))
        .flatMap(all -> Arbitraries.of("", "Host: a\r\n" + KEYS).map(first -> first + all));
  }

  private static List<String> oddLines() {
    String many =
        IntStream.range(0, 300).mapToObj(i -> "h" + i + ": 1\r\n").collect(Collectors.joining());
    return List.of(
        "Host:\r\n",
        "Host: a, b\r\n",
        "Host: a:b:c\r\n",
        "Host: \u00e9\r\n",
        "Host : a\r\n",
        " folded: a\r\n",
        "\tfolded\r\n",
        "a\u0000b: 1\r\n",
        "a: \u0000\r\n",
        "a: b\rc\r\n",
        "a: b\nx: c\r\n",
        ": no name\r\n",
        "no colon\r\n",
        "(comment): 1\r\n",
        "Expect: 100-continue\r\n",
        "Expect: 100-continue, 100-continue\r\n",
        "Expect: 200-ok\r\n",
        "Expect: " + "1".repeat(500) + "\r\n",
        "Content-Encoding: gzip\r\n",
        "Content-Encoding: br, identity\r\n",
        "Content-Type: application/json; charset=utf-7\r\n",
        "Content-Type: \r\n",
        "Connection: close, keep-alive, upgrade\r\n",
        "Connection: Content-Length\r\n",
        "Connection: x-notiflows-secret-key\r\n",
        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n",
        "Upgrade: websocket\r\nConnection: Upgrade\r\n",
        "Trailer: Content-Length\r\n",
        "TE: trailers, deflate;q=0.5\r\n",
        "Range: bytes=0-0,-1\r\n",
        "If-None-Match: *\r\n",
        "Idempotency-Key: hostile\r\n",
        "X-HTTP-Method-Override: DELETE\r\n",
        "x-request-id: \u001b[31m\r\n",
        "Forwarded: for=\"[::\r\n",
        "a: " + "x".repeat(20_000) + "\r\n",
        many);
  }

  private static Arbitrary<String> lengths(int length) {
    return Arbitraries.of(
        "Content-Length: " + length + "\r\n", "content-length:" + length + "\r\n");
  }

  /** None of these is a length. */
  private static Arbitrary<String> oddLengths() {
    return Arbitraries.of(
            "", "-1", "+4", "0x4", "4, 5", "4 4", "4.0", "1e1", "9223372036854775808", "\u00b2")
        .map(value -> "Content-Length: " + value + "\r\n");
  }

  private static Arbitrary<String> codings() {
    return Arbitraries.oneOf(chunkedCodings(), oddCodings());
  }

  /** Spellings of one coding. */
  private static Arbitrary<String> chunkedCodings() {
    return Arbitraries.of(
        "Transfer-Encoding: chunked\r\n",
        "transfer-encoding:Chunked\r\n",
        "Transfer-Encoding:\tchunked \r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "X: y\nTransfer-Encoding: chunked\r\n");
  }

  /** None of these is exactly {@code chunked}. */
  private static Arbitrary<String> oddCodings() {
    return Arbitraries.of(
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: \"chunked\"\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: \u000bchunked\r\n");
  }

  private static Arbitrary<String> bodies() {
    return Arbitraries.of(
        "",
        BODY,
        BODY.substring(1),
        BODY + BODY,
        CHUNKED_BODY,
        CHUNKED_BODY.replace("\r\n", "\n"),
        CHUNKED_BODY.replaceFirst("\r\n", ";a=\"b\"\r\n"),
        CHUNKED_BODY.replaceFirst("\r\n0", "0"),
        CHUNKED_BODY.replace("0\r\n\r\n", "0\r\nContent-Length: 9\r\n\r\n"),
        "-1\r\n" + BODY,
        "fffffffffffffffff\r\n" + BODY,
        "0x2\r\n{}\r\n0\r\n\r\n",
        "2;" + "a".repeat(20_000) + "\r\n{}\r\n0\r\n\r\n",
        gzip(BODY),
        "{".repeat(200_000));
  }

  private static Arbitrary<String> lineEnds() {
    return Arbitraries.frequencyOf(
        Tuple.of(12, Arbitraries.just("\r\n")), Tuple.of(1, Arbitraries.of("\n", "\r", "\r\r\n")));
  }

  private static String chunked(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n0\r\n\r\n";
  }

  private static String gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
