package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.Operations.Sample;
import com.notiflows.server.demo.DemoProject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No header value causes an internal error. */
class HeadersIT {

  private static final String SETTINGS = Json.deviceTokens("header");

  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Charset",
          "Accept-Encoding",
          "Accept-Language",
          "Access-Control-Request-Headers",
          "Access-Control-Request-Method",
          "Cache-Control",
          "Connection",
          "Content-Encoding",
          "Content-Language",
          "Content-Range",
          "Content-Type",
          "Cookie",
          "Date",
          "Forwarded",
          "Idempotency-Key",
          "If-Match",
          "If-Modified-Since",
          "If-None-Match",
          "If-Range",
          "If-Unmodified-Since",
          "Origin",
          "Range",
          "TE",
          "Upgrade",
          "User-Agent",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-HTTP-Method-Override",
          "x-notiflows-api-key",
          "x-notiflows-secret-key",
          "x-notiflows-user-id",
          "x-notiflows-user-key",
          "x-request-id");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          ",",
          ",,,;;;===",
          ";",
          "*",
          "*/*",
          "*/*;q=2",
          "*;q=-1",
          "a/b;q=99999999999999999999999",
          "application/json;q=2",
          "application/json;q=x",
          "application/json;q=1e999999999",
          "application/json;charset",
          "application/json;charset=\"",
          "application/json;charset=\u00ff",
          "application/json;charset=no-such-charset",
          "application/json;a=\"b",
          "application/*;q=0.0000",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "text/plain;q=NaN, */*;q=Infinity",
          "en-;q=2, -, i-enochian;q=x",
          "-1",
          "99999999999999999999999",
          "bytes=0-, -1, 9999999999999999999-",
          "Thu, 99 Foo 99999 99:99:99 XYZ",
          "\"",
          "W/",
          "\"a\", W/\"",
          "$Version=x; a=\"b; $Path",
          "=;=;a=b=c;\"",
          "%zz%",
          "<script>",
          "\u00e9\u00ff\u0080",
          "null",
          "http://[::1",
          "a, ".repeat(4000) + "a",
          "\"\",".repeat(3500) + "\"\"",
          "a;".repeat(5000),
          "(".repeat(9000),
          "9".repeat(9000));

  private final TestServer server = TestServer.get();

  private static List<String> headers() {
    return HEADERS;
  }

  private static Request request(String method) {
    String settings = Request.settingsOf(DemoProject.APNS);
    return switch (method) {
      case "GET" -> Request.admin(method, settings);
      case "OPTIONS" ->
          Request.of(method, "/user/channels/" + DemoProject.APNS + "/settings")
              .header("Origin", "https://page.example")
              .header("Access-Control-Request-Method", "PUT");
      case "SIGNED-IN" ->
          Request.signedIn(
              DemoProject.USER, "GET", "/user/channels/" + DemoProject.APNS + "/settings");
      default -> Request.admin(method, settings).json(SETTINGS);
    };
  }

  @ParameterizedTest
  @MethodSource("headers")
  void headerValuesNeverCause5xx(String header) {
    for (String value : VALUES) {
      for (String method : methods(header)) {
        assertNoServerError(request(method).header(header, value));
      }
      assertNoServerError(request("PUT").header(header, value).header(header, value));
    }
  }

  /** Other headers mean the same with and without a signed-in user, and nothing to a preflight. */
  private static List<String> methods(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.startsWith("access-control") || name.equals("origin") || name.startsWith("x-")
        ? List.of("GET", "PUT", "OPTIONS", "SIGNED-IN")
        : List.of("GET", "PUT");
  }

  private void assertNoServerError(Request request) {
    Answer answer = server.send(request);
    assertTrue(answer.status() < 500, () -> request.headers() + " " + answer);
  }

  @Test
  void expectHeadersNeverCause5xx() {
    for (String value : VALUES) {
      String head = "GET /admin/users HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: ";
      Answer answer = server.wire().raw(head + value + "\r\n\r\n");
      assertTrue(answer.status() < 500, answer::toString);
    }
  }

  private static List<Sample> operations() {
    return Operations.all();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void mediaTypesNeverCause5xx(Sample operation) {
    for (String type : VALUES) {
      // An unknown user, so that no operation deletes a user that other tests need.
      Request bare = operation.bare("nobody", DemoProject.FCM.toString());
      Request request = operation.hasBody() ? bare.body(new byte[] {'{', '}'}) : bare;
      assertNoServerError(request.header("Content-Type", type));
      assertNoServerError(bare.header("Content-Type", "application/json").header("Accept", type));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json;q=2               | 200",
        "application/json;q=x               | 200",
        "application/json;a=b;charset=UTF-8 | 200",
        "*/*;q=2                            | 415",
        "application/*;q=2                  | 415",
        "application/json;charset=utf-16    | 415"
      })
  void onlyMediaTypeAndCharsetMatter(String type, int status) {
    Request request =
        Request.admin("PUT", Request.settingsOf(DemoProject.APNS))
            .header("Content-Type", type)
            .body(SETTINGS.getBytes(StandardCharsets.UTF_8));

    server.send(request).expect(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-None-Match", "If-Match", "Idempotency-Key", "Accept"})
  void credentialsAreCheckedBeforeOtherHeaders(String header) {
    String tags = "\"\",".repeat(1500) + "\"\"";
    String settings = Request.settingsOf(DemoProject.APNS);
    for (String value : List.of(tags, "nonsense", ";;")) {
      for (String method : List.of("GET", "PUT", "DELETE")) {
        server
            .send(Request.of(method, settings).header(header, value).json("{}"))
            .expect(401, "unauthenticated");
      }
    }
  }

  @Test
  void limitsTheLengthOfEtagLists() {
    int before = server.log().size();
    String limit = "\"\",".repeat(1364) + "\"!\"";
    assertEquals(4095, limit.length());
    Request read = Request.admin("GET", "/admin/users");

    server.send(read.header("If-None-Match", limit)).expect(200);
    Answer tooLong = server.send(read.header("If-None-Match", limit + ",\"\"")).expect(400);

    tooLong.detail("param", "if-none-match");
    assertEquals(
        "if-none-match must be * or a list of entity tags, each in double quotes.",
        tooLong.error().path("message").asText());
    Set<String> logged = Set.copyOf(server.log().stream().skip(before).toList());
    assertTrue(logged.stream().noneMatch(line -> line.contains("StackOverflow")));
  }

  @Test
  void errorMessagesNameTheAllowedValues() {
    String settings = Request.settingsOf(DemoProject.APNS);

    assertEquals(
        "include must be devices.",
        server
            .send(Request.admin("GET", settings + "?include=AAA"))
            .expect(400)
            .error()
            .path("message")
            .asText());
    assertEquals(
        "if-none-match must be *.",
        server
            .send(request("PUT").header("If-None-Match", "\"a\""))
            .expect(400)
            .error()
            .path("message")
            .asText());
    server
        .send(Request.admin("GET", settings + "?include="))
        .expect(400)
        .detail("param", "include");
  }
}
