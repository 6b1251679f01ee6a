package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Checks every answer against the spec, by a validator that the server does not use. */
final class Conformance {

  private static final Set<String> ENVELOPE =
      Set.of("code", "details", "message", "request_id", "status", "type");
  private static final Set<String> EXERCISED = new ConcurrentSkipListSet<>();
  private static final String DOCUMENT = read("/openapi.yaml");
  private static final BundledSpec ROUTES = BundledSpec.load();
  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(DOCUMENT)
          .withLevelResolver(
              LevelResolver.create()
                  // A stored shape says nothing against more fields, but "oneOf" adds that.
                  .withLevel(
                      "validation.response.body.schema.additionalProperties",
                      ValidationReport.Level.IGNORE)
                  .build())
          .build();

  private Conformance() {}

  /** Operations and statuses that were seen, such as {@code updateUserChannelSettings 200}. */
  static Set<String> exercised() {
    return Collections.unmodifiableSet(EXERCISED);
  }

  static void check(Request request, Answer answer) {
    boolean head = request.method().equals("HEAD");
    checkEnvelope(head, answer);
    String path = request.target().replaceFirst("\\?.*", "");
    Optional<BundledSpec.Match> match = ROUTES.match(path);
    if (head || match.isEmpty()) {
      return;
    }
    match
        .get()
        .route()
        .operation(request.method())
        .ifPresent(
            operation -> {
              EXERCISED.add(operation.id() + " " + answer.status());
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
  }

  /** What holds for every answer, whoever made it. */
  static void checkEnvelope(boolean head, Answer answer) {
    String id = answer.headers().getOrDefault("x-request-id", "");
    assertTrue(id.matches("[A-Za-z0-9._-]{1,128}"), () -> "x-request-id: " + answer);
    assertFalse(answer.headers().containsKey("server"), () -> "names its software: " + answer);
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

  static JsonNode document() {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(read("/openapi.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String read(String resource) {
    try (InputStream in = Conformance.class.getResourceAsStream(resource)) {
      assertTrue(in != null, resource);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
