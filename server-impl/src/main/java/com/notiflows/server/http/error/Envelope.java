package com.notiflows.server.http.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.api.model.ErrorBody;
import com.notiflows.api.model.ErrorDetails;
import com.notiflows.api.model.ErrorResponse;
import com.notiflows.api.model.FieldError;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.Details;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.FieldViolation;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Creates the model and the bytes of all errors. */
public final class Envelope {

  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final String base;

  /** Takes the prefix of error codes in {@code type}, which ends with a slash. */
  public Envelope(String base) {
    this.base = base;
  }

  /** The envelope of an {@link ApiException}. */
  public byte[] of(ApiException failure, String requestId) {
    return bytes(model(failure, requestId));
  }

  /** The model of an {@link ApiException}. */
  public ErrorBody model(ApiException failure, String requestId) {
    return model(
        failure.code(), failure.status(), failure.getMessage(), failure.details(), requestId);
  }

  /** The envelope of a status that a container or a library set. */
  public byte[] ofStatus(int status, String requestId) {
    ErrorCode code = ErrorCode.ofStatus(status);
    return bytes(model(code, status, message(status), Details.NONE, requestId));
  }

  private static String message(int status) {
    return switch (status) {
      case 500 -> "Internal server error. The log contains the cause under the request id.";
      case 400 -> "The request is malformed.";
      default -> "The request can't be served (HTTP status " + status + ").";
    };
  }

  private ErrorBody model(
      ErrorCode code, int status, String message, Details details, String requestId) {
    return new ErrorBody()
        .code(com.notiflows.api.model.ErrorCode.fromValue(code.wireName()))
        .details(details(details))
        .message(message)
        .requestId(requestId)
        .status(status)
        .type(java.net.URI.create(base + code.wireName()));
  }

  private static byte[] bytes(ErrorBody error) {
    try {
      return JSON.writeValueAsString(new ErrorResponse().error(error))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An envelope can't be written", e);
    }
  }

  private static ErrorDetails details(Details details) {
    ErrorDetails model = new ErrorDetails();
    if (details.auth() != null) {
      model.auth(ErrorDetails.AuthEnum.fromValue(details.auth()));
    }
    List<FieldViolation> fields = details.fields();
    if (fields != null) {
      model.fields(fields.stream().map(Envelope::field).toList());
    }
    return model
        .reason(details.reason())
        .param(details.param())
        .resource(details.resource())
        .id(details.id())
        .limit(details.limit())
        .requiredScope(details.requiredScope())
        .window(details.window())
        .retryAfter(details.retryAfter())
        .idempotencyKey(details.idempotencyKey());
  }

  private static FieldError field(FieldViolation violation) {
    return new FieldError()
        .field(violation.field())
        .message(violation.message())
        .reason(FieldError.ReasonEnum.fromValue(violation.reason().wireName()));
  }
}
