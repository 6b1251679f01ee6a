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
    assertTrue(header(answer, "content-security-policy").contains("script-src 'self';"));
    assertProtected(answer);
    Answer head = server.send(Request.of("HEAD", path)).expect(200);
    assertProtected(head);
    assertEquals(answer.headers().get("content-length"), head.headers().get("content-length"));
    Request again = Request.of("GET", path).header("If-None-Match", header(answer, "etag"));
    assertProtected(server.send(again).expect(304));
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
    assertProtected(answer);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void hasAPageForEveryError(ErrorCode code) {
    Answer answer = get("/errors/" + code.wireName()).expect(200);
    assertProtected(answer);
    String page = answer.body();
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

  /** No other page can frame it, no other host learns of it, nothing from others is loaded. */
  private static void assertProtected(Answer answer) {
    String policy = header(answer, "content-security-policy");
    assertTrue(policy.startsWith("default-src 'none';"), policy);
    assertTrue(policy.endsWith("; frame-ancestors 'none'"), policy);
    assertFalse(policy.contains("script-src 'self' "), policy);
    assertEquals("no-referrer", header(answer, "referrer-policy"));
    assertEquals("nosniff", header(answer, "x-content-type-options"));
  }

  private static String header(Answer answer, String name) {
    return answer.headers().getOrDefault(name, "");
  }

  private Answer get(String path) {
    return server.send(Request.of("GET", path));
  }
}
