package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Checks responses against the spec, with a validator that the server doesn't use. */
final class Conformance {

  private static final Set<String> ENVELOPE =
      Set.of("code", "details", "message", "request_id", "status", "type");
  private static final Set<String> EXERCISED = new ConcurrentSkipListSet<>();
  private static final BundledSpec SPEC = BundledSpec.of(parse("/openapi-server.json"));
  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(closed(document()).toString())
          .build();

  private Conformance() {}

  static void check(Request request, Answer answer) {
    boolean head = request.method().equals("HEAD");
    checkEnvelope(head, answer);
    String path = request.target().replaceFirst("\\?.*", "");
    Optional<BundledSpec.Match> match = SPEC.match(path);
    if (head || match.isEmpty()) {
      return;
    }
    match
        .get()
        .route()
        .operation(request.method())
        .ifPresent(
            operation -> {
              String response = operation.id() + " " + answer.status();
              if (EXERCISED.add(response)) {
                RunRecord.RESPONSES.add(response);
              }
              String route = String.join("/", match.get().route().segments());
              checkOperation(request.method(), "/" + route, answer);
            });
  }

  private static void checkOperation(String method, String route, Answer answer) {
    if (answer.status() != 204 && answer.status() != 304) {
      assertEquals("application/json", answer.headers().get("content-type"), answer::toString);
    }
    SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.status());
    answer.headers().forEach(response::withHeader);
    if (!answer.body().isEmpty()) {
      response.withBody(answer.body());
    }
    ValidationReport report =
        VALIDATOR.validateResponse(
            route.replaceAll("\\{[a-z_]+}", "018dfbef-8443-214c-7425-4b635cf84432"),
            com.atlassian.oai.validator.model.Request.Method.valueOf(method),
            response.build());
    assertFalse(report.hasErrors(), () -> report + "\n" + answer);
    if (!answer.body().isEmpty()) {
      answer.json().findParents("provider").forEach(Conformance::checkSettings);
    }
  }

  /** The published schema merges all providers; this checks the schema of the stored one. */
  private static void checkSettings(JsonNode stored) {
    if (stored.has("settings")) {
      Provider provider = SPEC.providers().find(stored.path("provider").asText()).orElseThrow();
      Provider.Shape shape = provider.settings().orElseThrow();
      assertEquals(
          List.of(), shape.stored().violations(stored.path("settings"), ""), stored::toString);
    }
  }

  /** Checks the headers and the error body that all responses share. */
  static void checkEnvelope(boolean head, Answer answer) {
    String id = answer.headers().getOrDefault("x-request-id", "");
    assertTrue(id.matches("[A-Za-z0-9._-]{1,128}"), () -> "x-request-id: " + answer);
    assertFalse(answer.headers().containsKey("server"), () -> "has a Server header: " + answer);
    if (answer.status() == 204 || answer.status() == 304 || head) {
      assertEquals("", answer.body());
      return;
    }
    if (answer.status() >= 400) {
      assertEquals("no-store", answer.headers().get("cache-control"), answer::toString);
      assertEquals("nosniff", answer.headers().get("x-content-type-options"), answer::toString);
      assertEquals("application/json", answer.headers().get("content-type"), answer::toString);
      assertEquals(Set.of("error"), names(answer.json()), answer.body());
      JsonNode error = answer.error();
      assertEquals(ENVELOPE, names(error), answer.body());
      assertEquals(answer.status(), error.path("status").intValue(), answer.body());
      assertEquals(id, error.path("request_id").asText(), answer.body());
      assertTrue(error.path("details").isObject(), answer.body());
      assertFalse(error.path("message").asText().isBlank(), answer.body());
      assertEquals(
          "https://docs.notiflows.com/errors/" + error.path("code").asText(),
          error.path("type").asText());
    }
  }

  /** Changes the document so that it allows no other fields than it describes. */
  private static JsonNode closed(JsonNode document) {
    for (JsonNode schema : document.findParents("additionalProperties")) {
      if (schema.has("properties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    return document;
  }

  /** The published document. */
  static JsonNode document() {
    return parse("/openapi.json");
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode parse(String resource) {
    try (InputStream in = Conformance.class.getResourceAsStream(resource)) {
      assertTrue(in != null, resource);
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
