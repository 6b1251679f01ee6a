package com.notiflows.server.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is reported to the caller. The error mappers convert it to a response. The message
 * is sent to the caller, so it must not contain tokens, keys or data of other projects.
 */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int status;
  private final transient Details details;
  private final transient Map<String, String> headers;
  private final @Nullable Unavailable unavailable;

  ApiException(ErrorCode code, String message, Details details, Map<String, String> headers) {
    this(code, code.status(), message, details, headers, null);
  }

  ApiException(
      ErrorCode code,
      int status,
      String message,
      Details details,
      Map<String, String> headers,
      @Nullable Unavailable unavailable) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.details = details;
    this.headers = headers;
    this.unavailable = unavailable;
  }

  ApiException(ErrorCode code, String message, Details details) {
    this(code, message, details, Map.of());
  }

  /** The error code. */
  public ErrorCode code() {
    return code;
  }

  /** The HTTP status: that of the code, or another one without a specific code. */
  public int status() {
    return status;
  }

  /** The details. */
  public Details details() {
    return details;
  }

  /** Headers of the response, such as {@code Allow}. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Why the server is unavailable, if this is such a 503. */
  public Optional<Unavailable> unavailable() {
    return Optional.ofNullable(unavailable);
  }

  /** The message for the caller. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /**
   * A credential is missing or invalid (401).
   *
   * @param auth {@code api_key}, {@code secret_key} or {@code user_key}
   * @param reason {@code missing}, {@code invalid}, {@code expired} or {@code revoked}
   * @param header the header that carries the credential
   */
  public static ApiException unauthenticated(String auth, String reason, String header) {
    String message = "The header " + header + " is " + reason + ".";
    return unauthenticated(Details.credential(auth, reason, null), message, header);
  }

  /**
   * A public or secret key is invalid (401).
   *
   * @param auth {@code api_key} or {@code secret_key}
   * @param why the reason and the remedy, for people
   * @param header the header that carries the key
   */
  public static ApiException invalidKey(String auth, String why, String header) {
    return invalid(auth, null, why, header);
  }

  /**
   * A part of a user key is invalid (401).
   *
   * @param part which part, such as {@code signature}
   * @param why the reason, for people
   * @param header the header that carries the key
   */
  public static ApiException invalidUserKey(String part, String why, String header) {
    return invalid("user_key", part, why, header);
  }

  private static ApiException invalid(
      String auth, @Nullable String part, String why, String header) {
    String message = "The header " + header + " is invalid: " + why + ".";
    return unauthenticated(Details.credential(auth, "invalid", part), message, header);
  }

  private static ApiException unauthenticated(Details details, String message, String header) {
    String challenge = "ApiKey realm=\"notiflows\", header=\"" + header + "\"";
    return new ApiException(
        ErrorCode.UNAUTHENTICATED, message, details, Map.of("WWW-Authenticate", challenge));
  }

  /** The project does not allow requests from pages of this origin (403). */
  public static ApiException originNotAllowed() {
    return new ApiException(
        ErrorCode.FORBIDDEN,
        "The project does not allow calls from pages of this origin.",
        Details.reason("origin_not_allowed", null));
  }

  /** The secret key lacks the scope that the operation requires (403). */
  public static ApiException missingScope(String scope) {
    return new ApiException(
        ErrorCode.FORBIDDEN,
        "The secret key lacks the scope " + scope + ". Use a key that has it.",
        Details.requiredScope(scope));
  }

  /**
   * A resource does not exist in the project (404).
   *
   * @param resource {@code user}, {@code channel}, {@code channel_settings}, {@code
   *     channel_subscription}, {@code device_token} or {@code route}
   * @param id the id as sent; null if there is none
   */
  public static ApiException notFound(String resource, @Nullable String id, String message) {
    return new ApiException(ErrorCode.NOT_FOUND, message, Details.resource(resource, id));
  }

  /** The idempotency key was used for another request (409). */
  public static ApiException idempotencyKeyReused(String key) {
    return new ApiException(
        ErrorCode.CONFLICT,
        "The idempotency key was used for another request. Use a new key for a new request.",
        Details.idempotencyKey("idempotency_key_reused", key),
        Map.of("x-should-retry", "false"));
  }

  /** The first request with the idempotency key is still in progress (409). */
  public static ApiException inProgress(String key, int retryAfterSeconds) {
    return new ApiException(
        ErrorCode.CONFLICT,
        "The first request with this idempotency key is still in progress. Send it again for its"
            + " answer.",
        Details.idempotencyKey("in_progress", key),
        Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
  }

  /**
   * The precondition on settings does not hold (412).
   *
   * @param channelText the channel id as sent
   */
  public static ApiException preconditionFailed(String channelText) {
    return new ApiException(
        ErrorCode.PRECONDITION_FAILED,
        "The precondition of the request does not hold for the stored settings.",
        Details.resource("channel_settings", channelText));
  }

  /** The project requires a precondition to replace settings (428). */
  public static ApiException preconditionRequired() {
    return new ApiException(
        ErrorCode.PRECONDITION_REQUIRED,
        "This project requires If-Match to replace settings.",
        Details.NONE);
  }

  /**
   * The body is invalid (422).
   *
   * @param violations in the order of the body; at least one more than {@code mostListed} if the
   *     search was stopped
   */
  public static ApiException validationFailed(List<FieldViolation> violations, int mostListed) {
    int count = violations.size();
    List<FieldViolation> listed = violations.subList(0, Math.min(count, mostListed));
    String message =
        count == 1
            ? "The field " + violations.get(0).field() + " " + violations.get(0).message() + "."
            : invalidFields(count, mostListed);
    return new ApiException(ErrorCode.VALIDATION_FAILED, message, Details.fields(listed));
  }

  private static String invalidFields(int count, int mostListed) {
    if (count <= mostListed) {
      return count + " fields are invalid.";
    }
    return "More than "
        + mostListed
        + (mostListed == 1 ? " field is" : " fields are")
        + " invalid.";
  }

  /**
   * The caller sent too many requests (429).
   *
   * @param budget the budget that is used up
   * @param requests how many requests it has
   * @param seconds the time that it takes to fill
   * @param retryAfterSeconds the time until the next request can be served
   */
  public static ApiException rateLimited(
      String budget, int requests, int seconds, int retryAfterSeconds) {
    return new ApiException(
        ErrorCode.RATE_LIMITED,
        "The budget "
            + budget
            + " is used up: "
            + requests
            + (requests == 1 ? " request in " : " requests in ")
            + seconds
            + (seconds == 1 ? " second" : " seconds")
            + ". Wait for the seconds in Retry-After.",
        Details.rate(requests, retryAfterSeconds, seconds + "s"),
        Map.of("Retry-After", Integer.toString(retryAfterSeconds)));
  }

  /**
   * The server is temporarily unavailable (503).
   *
   * @param reason is counted; the caller gets its message
   */
  public static ApiException unavailable(Unavailable reason, int retryAfterSeconds) {
    return unavailable(reason, Details.retryAfter(retryAfterSeconds), retryAfterSeconds, reason);
  }

  /**
   * The answer of the readiness check to a server that takes no requests (503). It refuses no work,
   * so it is not counted as such.
   */
  public static ApiException notReady(Unavailable reason, int retryAfterSeconds) {
    Details details = Details.unready(reason.wireName(), retryAfterSeconds);
    return unavailable(reason, details, retryAfterSeconds, null);
  }

  private static ApiException unavailable(
      Unavailable reason, Details details, int retryAfterSeconds, @Nullable Unavailable counted) {
    return new ApiException(
        ErrorCode.SERVICE_UNAVAILABLE,
        ErrorCode.SERVICE_UNAVAILABLE.status(),
        reason.message(),
        details,
        Map.of("Retry-After", Integer.toString(retryAfterSeconds)),
        counted);
  }
}
