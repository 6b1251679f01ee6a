package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one operation of the bundled document. */
final class OperationReader {

  private OperationReader() {}

  static Operation read(JsonNode document, JsonNode node, SchemaChecks checks) {
    Map<String, Operation.PathParameter> parameters = new HashMap<>();
    for (JsonNode reference : node.path("parameters")) {
      JsonNode parameter = SchemaChecks.resolve(document, reference);
      if (parameter.path("in").asText().equals("path")) {
        parameters.put(parameter.path("name").asText(), pathParameter(document, parameter, checks));
      }
    }
    JsonNode body = node.path("requestBody").path("content").path("application/json");
    Optional<SchemaCheck> check =
        body.isMissingNode() ? Optional.empty() : Optional.of(checks.of(body.path("schema")));
    return new Operation(
        node.path("operationId").asText(), isPublic(document, node), parameters, check);
  }

  /** Default deny: only an operation that says {@code security: []} is public. */
  private static boolean isPublic(JsonNode document, JsonNode node) {
    JsonNode security = node.has("security") ? node.path("security") : document.path("security");
    return security.isArray() && security.isEmpty();
  }

  private static Operation.PathParameter pathParameter(
      JsonNode document, JsonNode parameter, SchemaChecks checks) {
    JsonNode schema = SchemaChecks.resolve(document, parameter.path("schema"));
    String reason = schema.path("x-notiflows-reason").asText("invalid_param");
    String expected =
        reason.equals("invalid_uuid")
            ? "must be a UUID or a ULID"
            : "must have "
                + schema.path("minLength").asInt()
                + " to "
                + schema.path("maxLength").asInt()
                + " characters, percent-encoded as UTF-8";
    return new Operation.PathParameter(checks.inline(schema), reason, expected);
  }
}
