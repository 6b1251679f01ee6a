package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.json.StrictJson;

/**
 * The limits of {@code x-notiflows-limits}.
 *
 * @param targetBytes the longest request target
 * @param headerBytes the largest set of headers, names and values
 * @param bodyBytes the largest body
 * @param jsonDepth the deepest nesting of a body
 * @param numberDigits how many digits a number in JSON may have, those of its exponent included
 * @param numberExponent the largest exponent of a number in JSON, positive or negative
 * @param listedViolations how many violations an answer lists at the most
 * @param customFieldsBytes how much a user's custom fields take together
 * @param preferencesBytes how much a user's preferences take together
 * @param subscriptions how many endpoints a user has on a channel at the most
 * @param listedTokenOwners how many users of a device token are told at the most
 * @param quarantineSeconds how long a device token that was retired can be brought back
 * @param quarantinedEndpoints how many retired endpoints a user has on a channel at the most
 * @param userKeyBytes the longest user key
 * @param userKeyLeewaySeconds how far the clock of whoever signs a user key may be off
 * @param userKeyMaxAgeSeconds how long a user key without {@code exp} works after {@code iat}
 * @param preflightMaxAgeSeconds how long a browser may remember the answer to a preflight
 * @param retryAfterSeconds how long a caller is asked to wait when the database is away
 * @param idempotencyKeySeconds how long the answer of a write with an idempotency key is kept
 * @param inProgressRetrySeconds how long a caller is asked to wait for the first request with a key
 * @param pace how slow a client may be
 * @param pageBytes how much the items of a page take, before it ends early
 */
public record Limits(
    int targetBytes,
    int headerBytes,
    int bodyBytes,
    int jsonDepth,
    int numberDigits,
    int numberExponent,
    int listedViolations,
    int customFieldsBytes,
    int preferencesBytes,
    int subscriptions,
    int listedTokenOwners,
    int quarantineSeconds,
    int quarantinedEndpoints,
    int userKeyBytes,
    int userKeyLeewaySeconds,
    int userKeyMaxAgeSeconds,
    int preflightMaxAgeSeconds,
    int retryAfterSeconds,
    int idempotencyKeySeconds,
    int inProgressRetrySeconds,
    Pace pace,
    int pageBytes) {

  /**
   * How slow a client may be.
   *
   * @param bodySeconds how long a body may take to arrive
   * @param bodyBytesPerSecond how fast it must arrive after the time of grace
   * @param answerBytesPerSecond how fast an answer must be read after twice that time
   * @param graceSeconds how long a connection may be slower
   */
  public record Pace(
      int bodySeconds, int bodyBytesPerSecond, int answerBytesPerSecond, int graceSeconds) {

    private static Pace of(JsonNode node) {
      return new Pace(
          required(node, "body_seconds"),
          required(node, "body_bytes_per_second"),
          required(node, "answer_bytes_per_second"),
          required(node, "grace_seconds"));
    }
  }

  static Limits of(JsonNode node) {
    return new Limits(
        required(node, "target_bytes"),
        required(node, "header_bytes"),
        required(node, "body_bytes"),
        required(node, "json_depth"),
        required(node, "number_digits"),
        required(node, "number_exponent"),
        required(node, "listed_violations"),
        required(node, "custom_fields_bytes"),
        required(node, "preferences_bytes"),
        required(node, "subscriptions"),
        required(node, "listed_token_owners"),
        required(node, "quarantine_seconds"),
        required(node, "quarantined_endpoints"),
        required(node, "user_key_bytes"),
        required(node, "user_key_leeway_seconds"),
        required(node, "user_key_max_age_seconds"),
        required(node, "preflight_max_age_seconds"),
        required(node, "retry_after_seconds"),
        required(node, "idempotency_key_seconds"),
        required(node, "in_progress_retry_seconds"),
        Pace.of(node.path("pace")),
        required(node, "page_bytes"));
  }

  /** A reader of JSON from callers. */
  public StrictJson json() {
    return StrictJson.within(jsonDepth, numberDigits, numberExponent);
  }

  private static int required(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isInt()) {
      throw new IllegalStateException("The bundled spec lacks the limit " + name);
    }
    return value.intValue();
  }
}
