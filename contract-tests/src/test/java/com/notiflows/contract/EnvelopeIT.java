package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All errors have the same envelope, including those that the HTTP server detects. */
class EnvelopeIT {

  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final List<String> METHODS = List.of("PUT", "GET", "DELETE");

  private final TestServer server = TestServer.get();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/admin",
        "/admin/user",
        "/admin/users//channel-settings/x",
        "/favicon.ico",
        "/admin/users/u/channel-settings/c/",
        "/admin/v1",
        "/openapi/",
        "/Admin/users/u/channel-settings/c",
        "/admin/v1/v1/users/u/channel-settings/c",
        "/notiflows-error",
        "/application.wadl",
        "/WEB-INF/web.xml"
      })
  void unknownRoutesReturn404(String path) {
    server.send(admin("GET", path)).expect(404, "not_found").detail("resource", "route");
    server.send(Request.of("OPTIONS", path)).expect(404, "not_found").detail("resource", "route");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "LOCK", "TRACE", "BREW", "PROPFIND", "get"})
  void wrongMethodReturnsTheAllowHeader(String method) {
    Answer answer = server.send(Request.of(method, APNS)).expect(405, "method_not_allowed");

    assertEquals("DELETE, GET, HEAD, OPTIONS, PATCH, PUT", answer.headers().get("allow"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "400 ~ nonsense\\r\\n\\r\\n",
        "505 ~ GET / HTTP/3.0\\r\\nHost: a\\r\\n\\r\\n",
        "505 ~ GET /\\r\\n\\r\\n",
        "426 ~ PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
        "400 ~ GET / HTTP/1.1\\r\\n\\r\\n",
        "400 ~ GET / HTTP/1.1\\r\\nHost: a\\r\\nbroken header\\r\\n\\r\\n",
        "400 ~ GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: many\\r\\n\\r\\n",
        "400 ~ GET http://[::x/a HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
        "401 ~ GET /admin/users/a%zz/channel-settings/b HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n",
        "404 ~ GET /../admin HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n",
        "404 ~ OPTIONS * HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n",
        "404 ~ CONNECT a:80 HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n",
        "404 ~ GET / HTTP/1.0\\r\\n\\r\\n",
        "417 ~ GET / HTTP/1.1\\r\\nHost: a\\r\\nExpect: wonders\\r\\nConnection: close\\r\\n\\r\\n",
      })
  void malformedHttpGetsAnError(int status, String bytes) {
    server.wire().raw(bytes.replace("\\r", "\r").replace("\\n", "\n")).expect(status);
  }

  @Test
  void limitsTheTarget() {
    for (String method : METHODS) {
      String fits = APNS + "?" + "q".repeat(8192 - APNS.length() - 1);
      Answer answer = server.send(admin(method, fits + "q").json("{}")).expect(414, "uri_too_long");
      assertEquals(8192, answer.details().path("limit").intValue());
      assertFalse(server.send(admin(method, fits).json("{}")).status() == 414);
      server
          .send(admin(method, APNS + "?" + "q".repeat(100_000)).json("{}"))
          .expect(414, "uri_too_long");
    }
  }

  @Test
  void limitsTheHeaders() {
    for (String method : METHODS) {
      Request request = admin(method, APNS).json("{}");
      Answer answer =
          server.send(request.header("X-Big", "x".repeat(16_384))).expect(431, "headers_too_large");
      assertEquals(16_384, answer.details().path("limit").intValue());
      assertFalse(server.send(request.header("X-Big", "x".repeat(15_000))).status() == 431);
      server.send(request.header("X-Big", "x".repeat(200_000))).expect(431, "headers_too_large");
    }
  }

  @Test
  void limitsTheBodyAlsoIfChunked() {
    byte[] tooLarge = " ".repeat(1_048_577).getBytes(StandardCharsets.UTF_8);
    Request request = admin("PUT", APNS).header("Content-Type", "application/json");

    Answer answer = server.send(request.body(tooLarge)).expect(413, "payload_too_large");
    assertEquals(1_048_576, answer.details().path("limit").intValue());
    server.send(request.body(new byte[5_000_000])).expect(413, "payload_too_large");
    server
        .send(request.header("Transfer-Encoding", "chunked").body(chunked(tooLarge)))
        .expect(413, "payload_too_large");
    String fits = Json.deviceTokens("fits");
    String padded = fits + " ".repeat(1_048_576 - fits.length());
    server.send(request.body(padded.getBytes(StandardCharsets.UTF_8))).expect(200);
    server
        .send(
            request
                .header("Transfer-Encoding", "chunked")
                .body(chunked(padded.getBytes(StandardCharsets.UTF_8))))
        .expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "foo, chunked", "chunked, chunked"})
  void rejectsOtherTransferEncodings(String coding) {
    String body = "2\r\n{}\r\n0\r\n\r\n";

    Answer answer =
        server
            .wire()
            .raw(
                "PUT "
                    + APNS
                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: "
                    + coding
                    + "\r\n\r\n"
                    + body);

    assertTrue(answer.status() == 400 || answer.status() == 501, answer::toString);
  }

  @Test
  void headHasTheContentLengthOfGet() {
    String path = "/admin/users?limit=1000";
    for (int i = 0; i < 40; i++) {
      String fields = Json.of("{'custom_fields':{'text':'%s'}}", "x".repeat(500));
      server.send(admin("PUT", "/admin/users/head-" + i).json(fields));
    }

    Answer get = server.send(admin("GET", path)).expect(200);
    Answer head = server.send(admin("HEAD", path)).expect(200);

    assertTrue(get.body().length() > 20_000);
    assertEquals(get.headers().get("content-length"), head.headers().get("content-length"));
    assertEquals("", head.body());
  }

  @Test
  void earlyErrorReachesAClientThatStillSends() {
    Request stranger = Request.of("PUT", APNS).header("Content-Type", "application/json");

    server.send(stranger.body(new byte[5_000_000])).expect(401, "unauthenticated");
    server.send(stranger.body(new byte[5_000_000]).header("X", "x".repeat(17_000))).expect(431);
  }

  @Test
  void rejectsAMalformedChunkedBody() {
    Request request = admin("PUT", APNS).header("Content-Type", "application/json");

    server
        .send(
            request
                .header("Transfer-Encoding", "chunked")
                .body("zz\r\n{}\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8)))
        .expect(400, "bad_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "req_abc123", "A.b-C_9", "0123456789012345678901234567890123456789"})
  void returnsTheRequestIdOfTheCaller(String id) {
    Request request = Request.of("GET", APNS).header("x-request-id", id);

    assertEquals(id, server.send(request).headers().get("x-request-id"));
    assertEquals(
        id,
        server
            .send(put(APNS, "{}").header("x-request-id", id))
            .error()
            .path("request_id")
            .asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "é", "<script>", "a\tb"})
  void generatesARequestIdIfTheGivenOneIsInvalid(String id) {
    String given =
        server
            .send(Request.of("GET", APNS).header("x-request-id", id))
            .headers()
            .get("x-request-id");

    assertTrue(given.matches("req_[0-9a-f]{32}"), given);
  }

  @Test
  void generatesARequestIdIfThereAreTwoOrOneIsTooLong() {
    Request request = Request.of("GET", APNS).header("x-request-id", "a");

    assertTrue(requestId(request.header("x-request-id", "b")).startsWith("req_"));
    assertTrue(
        requestId(Request.of("GET", APNS).header("x-request-id", "a".repeat(129)))
            .startsWith("req_"));
    assertEquals(
        "a".repeat(128),
        requestId(Request.of("GET", APNS).header("x-request-id", "a".repeat(128))));
  }

  @Test
  void acceptUsesTheMostSpecificRange() {
    for (String method : METHODS) {
      Request request = admin(method, APNS).json("{}");
      for (String bad :
          List.of("text/html", "application/json;q=0", "application/json;q=0.0, */*", "image/*")) {
        server.send(request.header("Accept", bad)).expect(406, "not_acceptable");
      }
      for (String good :
          List.of(
              "*/*",
              "application/*",
              "text/html, application/json;q=0.1",
              "application/json;charset=utf-8")) {
        assertFalse(server.send(request.header("Accept", good)).status() == 406, good);
      }
      server
          .send(request.header("Accept", ";;"))
          .expect(400, "bad_request")
          .detail("param", "accept");
    }
  }

  @Test
  void rejectsAnUndecodableQuery() {
    server.send(admin("GET", APNS + "?a=%zz")).expect(400, "bad_request").detail("param", "query");
    server.send(admin("GET", APNS + "?a=%ff")).expect(400, "bad_request").detail("param", "query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/json; charset=iso-8859-1",
        "*/*",
        "nonsense",
        "application/*",
        "application/json, application/json",
        "application/vnd.api+json"
      })
  void rejectsOtherMediaTypes(String type) {
    server
        .send(
            admin("PUT", APNS)
                .header("Content-Type", type)
                .body("{}".getBytes(StandardCharsets.UTF_8)))
        .expect(415, "unsupported_media_type");
  }

  @Test
  void rejectsContentEncodingAndMissingContentType() {
    server.send(put(APNS, "{}").header("Content-Encoding", "gzip")).expect(415);
    server.send(admin("PUT", APNS)).expect(415);
    server.send(put(APNS, "{}").header("Content-Encoding", "identity")).expect(422);
    server
        .send(
            admin("PUT", APNS)
                .header("Content-Type", "Application/JSON;charset=\"UTF-8\"")
                .body("{}".getBytes(StandardCharsets.UTF_8)))
        .expect(422);
  }

  private String requestId(Request request) {
    return server.send(request).headers().getOrDefault("x-request-id", "");
  }

  private static byte[] chunked(byte[] body) {
    String head = Integer.toHexString(body.length) + "\r\n";
    String text = head + new String(body, StandardCharsets.UTF_8) + "\r\n0\r\n\r\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
