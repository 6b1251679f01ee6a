package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.problem.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation and the spec, which need no keys. */
class DocsIT {

  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  private final TestServer server = TestServer.get();

  @ParameterizedTest
  @CsvSource({
    "/docs/, text/html",
    "/docs/docs.js, text/javascript",
    "/docs/page.css, text/css",
    "/docs/ui.js, text/javascript",
    "/docs/ui.css, text/css",
    "/docs/icon.png, image/png",
    "/openapi.json, application/json",
    "/openapi.yaml, application/yaml",
    "/errors, text/html"
  })
  void servesDocumentation(String path, String type) {
    Answer answer = get(path).expect(200);

    assertTrue(
        answer.headers().getOrDefault("content-type", "").startsWith(type), answer::toString);
    assertTrue(
        answer.headers().getOrDefault("content-security-policy", "").contains("script-src 'self'"));
    Answer head = server.send(Request.of("HEAD", path)).expect(200);
    assertEquals(answer.headers().get("content-length"), head.headers().get("content-length"));
    String etag = answer.headers().getOrDefault("etag", "");
    assertEquals(304, server.send(Request.of("GET", path).header("If-None-Match", etag)).status());
    assertEquals(
        200, server.send(Request.of("GET", path).header("If-None-Match", "\"x\"")).status());
  }

  @Test
  void servesThePublishedSpec() {
    assertEquals(Conformance.document(), get("/openapi.json").json());
  }

  @Test
  void redirectsToTheFolder() {
    Answer answer = get("/docs").expect(308);

    assertEquals("docs/", answer.headers().get("location"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void hasAPageForEveryError(ErrorCode code) {
    String page = get("/errors/" + code.wireName()).expect(200).body();

    assertTrue(page.contains("<h1>" + code.wireName() + "</h1>"), page);
    assertTrue(page.contains("HTTP status " + code.status()), page);
    assertFalse(page.contains("<p></p>"), "cause or remedy is missing: " + page);
    assertTrue(get("/errors").body().contains("errors/" + code.wireName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs/", "/errors", "/errors/not_found"})
  void allReferencesAreLocalAndExist(String path) {
    Matcher references = REFERENCE.matcher(get(path).expect(200).body());
    int count = 0;
    while (references.find()) {
      String target =
          java.net.URI.create("http://here" + path).resolve(references.group(1)).getPath();
      assertFalse(references.group(1).contains("//"), references.group(1));
      get(target).expect(200);
      count++;
    }
    assertTrue(count > 1, path);
  }

  @Test
  void isReadOnly() {
    Answer refused = server.send(Request.of("POST", "/docs/")).expect(405, "method_not_allowed");
    assertEquals("GET, HEAD, OPTIONS", refused.headers().get("allow"));
    assertEquals(
        "GET, HEAD, OPTIONS",
        server.send(Request.of("OPTIONS", "/openapi.json")).expect(204).headers().get("allow"));
    get("/docs/nothing").expect(404, "not_found").detail("resource", "route");
    get("/docs/../docs/docs.js").expect(404, "not_found");
    get("/errors/unknown").expect(404, "not_found");
  }

  private Answer get(String path) {
    return server.send(Request.of("GET", path));
  }
}
