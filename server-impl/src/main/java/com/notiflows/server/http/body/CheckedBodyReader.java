package com.notiflows.server.http.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.http.filter.RequestTarget;
import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.SchemaCheck;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads and validates a body: size (413), syntax (400), schema of the operation (422). Only valid
 * trees are bound to models, so errors of Jackson never reach callers.
 */
public final class CheckedBodyReader implements ReaderInterceptor {

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Limits limits;
  private final StrictJson json;
  private final ObjectMapper binder;

  /** Reads within the limits. The mapper binds valid bodies. */
  public CheckedBodyReader(Limits limits, ObjectMapper binder) {
    this.limits = limits;
    this.json = limits.json();
    this.binder = binder;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    SchemaCheck schema =
        RequestTarget.of(context)
            .operation()
            .body()
            .orElseThrow(() -> new IllegalStateException("The operation takes no body"));
    JsonNode tree = parse(bytes(context));
    List<FieldViolation> violations = schema.violations(tree, "");
    if (!violations.isEmpty()) {
      throw ApiException.validationFailed(violations, limits.listedViolations());
    }
    return binder.treeToValue(tree, context.getType());
  }

  private JsonNode parse(byte[] body) {
    try {
      return json.read(body);
    } catch (InvalidJsonException e) {
      throw RequestErrors.invalidJson("The body " + e.problem() + ".");
    }
  }

  private byte[] bytes(ReaderInterceptorContext context) {
    String length = context.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH);
    if (length != null && DIGITS.matcher(length).matches() && isTooLong(length)) {
      throw tooLarge();
    }
    byte[] body;
    try {
      body = context.getInputStream().readNBytes(limits.bodyBytes() + 1);
    } catch (IOException e) {
      throw RequestErrors.invalidJson("The body is incomplete, or its chunks are malformed.");
    }
    if (body.length > limits.bodyBytes()) {
      throw tooLarge();
    }
    return body;
  }

  private boolean isTooLong(String length) {
    return length.length() > 18 || Long.parseLong(length) > limits.bodyBytes();
  }

  private ApiException tooLarge() {
    return RequestErrors.tooLarge(ErrorCode.PAYLOAD_TOO_LARGE, limits.bodyBytes());
  }
}
