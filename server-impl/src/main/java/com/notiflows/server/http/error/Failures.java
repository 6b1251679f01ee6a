package com.notiflows.server.http.error;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.log.RequestLog;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.OutOfMemory;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.problem.SafeTrace;
import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.spec.Limits;
import jakarta.ws.rs.WebApplicationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the responses to failures in Jersey, filters and containers. */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Envelope envelope;
  private final Limits limits;
  private final Consumer<Unavailable> rejected;

  /**
   * Uses the envelope for bodies, which may contain the limits.
   *
   * @param rejected counts the requests that are rejected with 503, by their reason
   */
  public Failures(Envelope envelope, Limits limits, Consumer<Unavailable> rejected) {
    this.envelope = envelope;
    this.limits = limits;
    this.rejected = rejected;
  }

  /** The response to an exception. Internal errors are logged without their messages. */
  public ErrorAnswer answer(Throwable thrown, String requestId) {
    OutOfMemory.check(thrown);
    if (thrown instanceof ApiException known) {
      return answer(known, requestId);
    }
    if (thrown instanceof DatabaseException database) {
      Optional<Unavailable> reason = reason(database);
      if (reason.isPresent()) {
        LOG.atWarn()
            .addKeyValue(RequestLog.REQUEST_ID, requestId)
            .log("Request {} can't be served now: {}", requestId, database.getMessage());
        return answer(unavailable(reason.get()), requestId);
      }
    }
    if (thrown instanceof WebApplicationException known && known.getResponse().getStatus() < 500) {
      return answer(known.getResponse().getStatus(), requestId);
    }
    LOG.atError()
        .addKeyValue(RequestLog.REQUEST_ID, requestId)
        .log("Request {} failed: {}", requestId, SafeTrace.of(thrown));
    return answer(ErrorCode.INTERNAL_ERROR.status(), requestId);
  }

  /** The response to a request that the server rejects for now. */
  public ErrorAnswer answer(Unavailable reason, String requestId) {
    return answer(unavailable(reason), requestId);
  }

  private ApiException unavailable(Unavailable reason) {
    return ApiException.unavailable(reason, limits.retryAfterSeconds());
  }

  /** Why the caller may retry; empty for internal errors. */
  private static Optional<Unavailable> reason(DatabaseException failure) {
    return switch (failure.kind()) {
      case AWAY -> Optional.of(Unavailable.DATABASE_UNREACHABLE);
      case OVERLOADED -> Optional.of(Unavailable.DATABASE_OVERLOADED);
      case UNWRITABLE -> Optional.of(Unavailable.DATABASE_UNWRITABLE);
      case BUSY, CONFLICT -> Optional.of(Unavailable.LOCKED);
      case PARENT_GONE, DUPLICATE, FAULT -> Optional.empty();
    };
  }

  /** The response for a status that a container or a library set. */
  public ErrorAnswer answer(int status, String requestId) {
    return switch (ErrorCode.ofStatus(status)) {
      case URI_TOO_LONG ->
          answer(RequestErrors.tooLarge(ErrorCode.URI_TOO_LONG, limits.targetBytes()), requestId);
      case HEADERS_TOO_LARGE ->
          answer(
              RequestErrors.tooLarge(ErrorCode.HEADERS_TOO_LARGE, limits.headerBytes()), requestId);
      case PAYLOAD_TOO_LARGE ->
          answer(
              RequestErrors.tooLarge(ErrorCode.PAYLOAD_TOO_LARGE, limits.bodyBytes()), requestId);
      case SERVICE_UNAVAILABLE -> answer(Unavailable.DATABASE_UNREACHABLE, requestId);
      case NOT_FOUND ->
          answer(ApiException.notFound("route", null, "There is no such route."), requestId);
      default ->
          new ErrorAnswer(
              status, headers(Map.of(), requestId), envelope.ofStatus(status, requestId));
    };
  }

  private ErrorAnswer answer(ApiException known, String requestId) {
    known.unavailable().ifPresent(rejected);
    return new ErrorAnswer(
        known.status(), headers(known.headers(), requestId), envelope.of(known, requestId));
  }

  /**
   * The headers of an error, including those of every response, because a failure in a library
   * resets the response.
   */
  private static Map<String, String> headers(Map<String, String> own, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>(own);
    headers.putAll(WireRequest.responseHeaders(requestId));
    return headers;
  }
}
