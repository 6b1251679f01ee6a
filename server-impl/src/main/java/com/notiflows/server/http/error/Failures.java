package com.notiflows.server.http.error;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.OutOfMemory;
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

/**
 * Decides what a failure is answered with, wherever it came up: in Jersey, a filter or a container.
 */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Envelope envelope;
  private final Limits limits;
  private final Consumer<Unavailable> rejected;

  /** Writes through that envelope; the limits are told in answers. */
  public Failures(Envelope envelope, Limits limits) {
    this(envelope, limits, reason -> {});
  }

  /**
   * The same.
   *
   * @param rejected counts the requests that are refused with 503, by their reason
   */
  public Failures(Envelope envelope, Limits limits, Consumer<Unavailable> rejected) {
    this.envelope = envelope;
    this.limits = limits;
    this.rejected = rejected;
  }

  /** The answer to something that was thrown. A fault of ours is logged without its messages. */
  public ErrorAnswer answer(Throwable thrown, String requestId) {
    OutOfMemory.check(thrown);
    if (thrown instanceof ApiException known) {
      return answer(known, requestId);
    }
    if (thrown instanceof DatabaseException database) {
      Optional<Unavailable> reason = reason(database);
      if (reason.isPresent()) {
        LOG.warn("Request {} can't be served now: {}", requestId, database.getMessage());
        return answer(unavailable(reason.get()), requestId);
      }
    }
    if (thrown instanceof WebApplicationException known && known.getResponse().getStatus() < 500) {
      return answer(known.getResponse().getStatus(), requestId);
    }
    LOG.error("Request {} failed: {}", requestId, SafeTrace.of(thrown));
    return answer(ErrorCode.INTERNAL_ERROR.status(), requestId);
  }

  /** The answer to a request that the server refuses for now. */
  public ErrorAnswer answer(Unavailable reason, String requestId) {
    return answer(unavailable(reason), requestId);
  }

  private ApiException unavailable(Unavailable reason) {
    return ApiException.unavailable(reason, limits.retryAfterSeconds());
  }

  /** Why a caller may try again; empty for a fault of ours. */
  private static Optional<Unavailable> reason(DatabaseException failure) {
    return switch (failure.kind()) {
      case AWAY -> Optional.of(Unavailable.DATABASE_UNREACHABLE);
      case OVERLOADED -> Optional.of(Unavailable.DATABASE_OVERLOADED);
      case UNWRITABLE -> Optional.of(Unavailable.DATABASE_UNWRITABLE);
      case BUSY, CONFLICT -> Optional.of(Unavailable.LOCKED);
      case OVERTAKEN, PARENT_GONE, DUPLICATE, FAULT -> Optional.empty();
    };
  }

  /** The answer to a status that a container or a library chose. */
  public ErrorAnswer answer(int status, String requestId) {
    return switch (ErrorCode.ofStatus(status)) {
      case URI_TOO_LONG ->
          answer(ApiException.tooLarge(ErrorCode.URI_TOO_LONG, limits.targetBytes()), requestId);
      case HEADERS_TOO_LARGE ->
          answer(
              ApiException.tooLarge(ErrorCode.HEADERS_TOO_LARGE, limits.headerBytes()), requestId);
      case PAYLOAD_TOO_LARGE ->
          answer(ApiException.tooLarge(ErrorCode.PAYLOAD_TOO_LARGE, limits.bodyBytes()), requestId);
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
   * The headers of an error. Those of every response are among them: a library that fails resets
   * the response, and what was set before is lost.
   */
  private static Map<String, String> headers(Map<String, String> own, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>(own);
    headers.putAll(WireRequest.responseHeaders(requestId));
    return headers;
  }
}
