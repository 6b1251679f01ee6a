package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.Operation.Credentials;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one operation of the bundled document. */
final class OperationReader {

  private static final String SCOPE = "x-notiflows-scope";
  private static final String RATE_LIMIT = "x-notiflows-rate-limit";

  private OperationReader() {}

  static Operation read(JsonNode document, JsonNode node, SchemaChecks checks) {
    Map<String, Map<String, Operation.Parameter>> parameters = new HashMap<>();
    for (JsonNode reference : node.path("parameters")) {
      JsonNode parameter = SchemaChecks.resolve(document, reference);
      parameters
          .computeIfAbsent(parameter.path("in").asText(), in -> new LinkedHashMap<>())
          .put(parameter.path("name").asText(), parameter(document, parameter, checks));
    }
    JsonNode body = node.path("requestBody").path("content").path("application/json");
    Optional<SchemaCheck> check =
        body.isMissingNode() ? Optional.empty() : Optional.of(checks.of(body.path("schema")));
    Credentials credentials = credentials(document, node);
    return new Operation(
        node.path("operationId").asText(),
        credentials,
        extension(node, SCOPE, credentials == Credentials.SECRET_KEY),
        extension(node, RATE_LIMIT, credentials != Credentials.NONE),
        parameters.getOrDefault("path", Map.of()),
        parameters.getOrDefault("query", Map.of()),
        parameters.getOrDefault("header", Map.of()),
        check);
  }

  /**
   * Denies by default: an operation is public only with {@code security: []}, and open to signed-in
   * users only if every alternative of its security is for them.
   */
  private static Credentials credentials(JsonNode document, JsonNode node) {
    JsonNode security = node.has("security") ? node.path("security") : document.path("security");
    if (security.isArray() && security.isEmpty()) {
      return Credentials.NONE;
    }
    for (JsonNode way : security) {
      if (!way.has("UserKeyAuth") && !way.has("UserIdAuth")) {
        return Credentials.SECRET_KEY;
      }
    }
    return security.isArray() ? Credentials.USER_KEY : Credentials.SECRET_KEY;
  }

  /** A secret key is never accepted without a scope, and no key without a budget. */
  private static Optional<String> extension(JsonNode node, String name, boolean isRequired) {
    Optional<String> value = Optional.ofNullable(node.path(name).textValue());
    if (value.isPresent() != isRequired) {
      throw new IllegalStateException(
          "The operation "
              + node.path("operationId").asText()
              + (isRequired ? " must have " : " must not have ")
              + name
              + ", because of the credentials that it takes.");
    }
    return value;
  }

  private static Operation.Parameter parameter(
      JsonNode document, JsonNode parameter, SchemaChecks checks) {
    JsonNode schema = SchemaChecks.resolve(document, parameter.path("schema"));
    return new Operation.Parameter(
        checks.of(schema),
        schema.path("type").asText().equals("integer"),
        schema.path("x-notiflows-reason").asText("invalid_param"),
        expected(parameter.path("in").asText(), schema));
  }

  private static String expected(String place, JsonNode schema) {
    if (isId(schema)) {
      return "must be a UUID or a ULID";
    }
    String expected = Phrases.expected(schema);
    boolean isAnyText =
        schema.has("maxLength") && !schema.has(Phrases.EXPECTED) && !schema.has("format");
    return isAnyText && !place.equals("header")
        ? expected + ", percent-encoded as UTF-8"
        : expected;
  }

  private static boolean isId(JsonNode schema) {
    return schema.path("x-notiflows-reason").asText().equals("invalid_uuid");
  }
}
