package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.json.StrictJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The limits of {@code x-notiflows-limits}.
 *
 * @param targetBytes maximum size of the request target
 * @param headerBytes maximum total size of the headers
 * @param bodyBytes maximum size of a body
 * @param jsonDepth maximum nesting depth of a body
 * @param numberDigits maximum number of digits of a JSON number, including its exponent
 * @param numberExponent maximum absolute value of the exponent of a JSON number
 * @param listedViolations maximum number of violations in a response
 * @param customFieldsBytes maximum total size of a user's custom fields
 * @param preferencesBytes maximum total size of a user's preferences
 * @param subscriptions maximum number of endpoints per user on a channel
 * @param listedTokenOwners maximum number of listed owners of a device token
 * @param quarantineSeconds how long a retired endpoint can be restored
 * @param quarantinedEndpoints maximum number of retired endpoints per user on a channel
 * @param userKeyBytes maximum size of a user key
 * @param userKeyLeewaySeconds tolerance for the clock of the signer of user keys
 * @param userKeyMaxAgeSeconds validity of a user key without {@code exp} after {@code iat}
 * @param preflightMaxAgeSeconds how long browsers may cache preflight responses
 * @param retryAfterSeconds Retry-After when the database is unavailable
 * @param idempotencyKeySeconds how long the response for an idempotency key is stored
 * @param inProgressRetrySeconds Retry-After while the first request with a key is in progress
 * @param pace minimum speed of clients
 * @param pageBytes size of the items after which a page ends early
 * @param rates how many requests each budget has, by its name
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
    int pageBytes,
    Map<String, Rate> rates) {

  /** Copies the rates. */
  public Limits {
    rates = Map.copyOf(rates);
  }

  /**
   * How many requests a budget has.
   *
   * @param seconds how long an empty budget takes to fill
   */
  public record Rate(int requests, int seconds) {}

  /**
   * The minimum speed of clients.
   *
   * @param bodySeconds maximum time to receive a body
   * @param bodyBytesPerSecond minimum rate of a body after the grace period
   * @param answerBytesPerSecond minimum rate of reading a response after twice the grace period
   * @param graceSeconds the grace period, in which a connection may be slower
   */
  public record Pace(
      int bodySeconds, int bodyBytesPerSecond, int answerBytesPerSecond, int graceSeconds) {

    /** How long a client may take to read a response of so many bytes. */
    public Duration answerTime(long bytes) {
      return Duration.ofSeconds(graceSeconds * 2L + bytes / answerBytesPerSecond);
    }

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
        required(node, "page_bytes"),
        rates(node.path("rates")));
  }

  private static Map<String, Rate> rates(JsonNode node) {
    Map<String, Rate> rates = new HashMap<>();
    node.properties()
        .forEach(
            entry ->
                rates.put(
                    entry.getKey(),
                    new Rate(
                        required(entry.getValue(), "requests"),
                        required(entry.getValue(), "seconds"))));
    return rates;
  }

  /** A reader for JSON of callers. */
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
