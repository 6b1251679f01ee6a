package com.notiflows.server.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Details of an error, for programs. Fields that do not apply are null and omitted. The schema has
 * further fields, which this server does not use.
 *
 * @param auth the credential that failed: {@code api_key}, {@code secret_key} or {@code user_key}
 * @param reason the cause in more detail
 * @param param the invalid parameter, or the invalid part of a user key
 * @param resource what was not found
 * @param id the id that was not found, as sent
 * @param limit the exceeded limit
 * @param retryAfter seconds to wait
 * @param idempotencyKey the idempotency key that caused the conflict, as sent
 * @param fields the violations of the body
 * @param requiredScope the scope that the key lacks
 * @param window the time over which requests are counted
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
    @Nullable List<FieldViolation> fields,
    @Nullable String requiredScope,
    @Nullable String window) {

  /** No details. */
  public static final Details NONE =
      new Details(null, null, null, null, null, null, null, null, null, null, null);

  static Details credential(String auth, String reason, @Nullable String part) {
    return new Details(auth, reason, part, null, null, null, null, null, null, null, null);
  }

  static Details requiredScope(String scope) {
    return new Details(null, null, null, null, null, null, null, null, null, scope, null);
  }

  static Details reason(String reason, @Nullable String param) {
    return new Details(null, reason, param, null, null, null, null, null, null, null, null);
  }

  static Details resource(String resource, @Nullable String id) {
    return new Details(null, null, null, resource, id, null, null, null, null, null, null);
  }

  static Details limit(long limit) {
    return new Details(null, null, null, null, null, limit, null, null, null, null, null);
  }

  static Details retryAfter(int seconds) {
    return new Details(null, null, null, null, null, null, seconds, null, null, null, null);
  }

  static Details rate(long limit, int retryAfter, String window) {
    return new Details(null, null, null, null, null, limit, retryAfter, null, null, null, window);
  }

  static Details unready(String reason, int seconds) {
    return new Details(null, reason, null, null, null, null, seconds, null, null, null, null);
  }

  static Details idempotencyKey(String reason, String key) {
    return new Details(null, reason, null, null, null, null, null, key, null, null, null);
  }

  static Details fields(List<FieldViolation> fields) {
    return new Details(
        null, null, null, null, null, null, null, null, List.copyOf(fields), null, null);
  }
}
