package com.notiflows.server.problem;

import java.util.Map;

/** Errors of the HTTP request itself, before the server looks at any data. */
public final class RequestErrors {

  private RequestErrors() {}

  /** The body is not JSON (400). */
  public static ApiException invalidJson(String message) {
    return new ApiException(ErrorCode.BAD_REQUEST, message, Details.reason("invalid_json", null));
  }

  /** The body is incomplete, or its chunks are malformed (400). */
  public static ApiException brokenBody() {
    return invalidJson("The body is incomplete, or its chunks are malformed.");
  }

  /** The body arrived too slowly (408). */
  public static ApiException bodyTooSlow() {
    return new ApiException(
        ErrorCode.BAD_REQUEST,
        408,
        "The body arrived too slowly. Send the whole request again over a faster connection.",
        Details.NONE,
        Map.of(),
        null);
  }

  /**
   * A parameter of the path, the query or a header can't be read (400).
   *
   * @param reason {@code invalid_param} or {@code invalid_uuid}
   */
  public static ApiException invalidParam(String reason, String param, String message) {
    return new ApiException(ErrorCode.BAD_REQUEST, message, Details.reason(reason, param));
  }

  /** The route has no such method (405). */
  public static ApiException methodNotAllowed(String allow) {
    return new ApiException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "This route supports " + allow + ".",
        Details.NONE,
        Map.of("Allow", allow));
  }

  /** The caller does not accept JSON (406). */
  public static ApiException notAcceptable() {
    return new ApiException(
        ErrorCode.NOT_ACCEPTABLE,
        "Responses are application/json, but the Accept header excludes it.",
        Details.NONE);
  }

  /** The body is not JSON in UTF-8 (415). */
  public static ApiException unsupportedMediaType() {
    return new ApiException(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "The body must be application/json in UTF-8, without a content encoding.",
        Details.NONE);
  }

  /**
   * A part of the request exceeds a limit of the spec.
   *
   * @param code {@code PAYLOAD_TOO_LARGE}, {@code URI_TOO_LONG} or {@code HEADERS_TOO_LARGE}
   * @param limit in bytes
   */
  public static ApiException tooLarge(ErrorCode code, long limit) {
    String what =
        switch (code) {
          case PAYLOAD_TOO_LARGE -> "The body is larger than ";
          case URI_TOO_LONG -> "The request target is longer than ";
          case HEADERS_TOO_LARGE -> "The headers are larger than ";
          default -> throw new IllegalArgumentException(code.name());
        };
    return new ApiException(code, what + limit + " bytes.", Details.limit(limit));
  }
}
