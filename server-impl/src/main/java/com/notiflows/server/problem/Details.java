package com.notiflows.server.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an error, for programs: the part of the seed's fourteen fields that this server
 * fills. A null field does not apply and is left out.
 *
 * @param auth the credential that failed: {@code api_key}, {@code secret_key} or {@code user_key}
 * @param reason more of the cause
 * @param param the parameter that is wrong, or the part of a user key
 * @param resource what was not found
 * @param id the id that was not found, as it was sent
 * @param limit the bound that was passed
 * @param retryAfter seconds to wait
 * @param idempotencyKey the idempotency key that stands in the way, as it was sent
 * @param fields every violation of the body
 */
public record Details(
    @Nullable String auth,
    @Nullable String reason,
    @Nullable String param,
    @Nullable String resource,
    @Nullable String id,
    @Nullable Long limit,
    @Nullable Integer retryAfter,
    @Nullable String idempotencyKey,
    @Nullable List<FieldViolation> fields) {

  /** Nothing to add to the code. */
  public static final Details NONE =
      new Details(null, null, null, null, null, null, null, null, null);

  static Details credential(String auth, String reason, @Nullable String part) {
    return new Details(auth, reason, part, null, null, null, null, null, null);
  }

  static Details reason(String reason, @Nullable String param) {
    return new Details(null, reason, param, null, null, null, null, null, null);
  }

  static Details resource(String resource, @Nullable String id) {
    return new Details(null, null, null, resource, id, null, null, null, null);
  }

  static Details limit(long limit) {
    return new Details(null, null, null, null, null, limit, null, null, null);
  }

  static Details retryAfter(int seconds) {
    return new Details(null, null, null, null, null, null, seconds, null, null);
  }

  static Details unready(String reason, int seconds) {
    return new Details(null, reason, null, null, null, null, seconds, null, null);
  }

  static Details idempotencyKey(String reason, String key) {
    return new Details(null, reason, null, null, null, null, null, key, null);
  }

  static Details fields(List<FieldViolation> fields) {
    return new Details(null, null, null, null, null, null, null, null, List.copyOf(fields));
  }
}
