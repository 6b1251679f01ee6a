package com.notiflows.server.problem;

import java.util.Locale;

/**
 * A violation of the schema or the rules by one field of a body.
 *
 * @param field its path, such as {@code settings.device_tokens[2]}; {@code body} for the whole
 * @param message for people; never repeats the value
 * @param reason for programs
 */
public record FieldViolation(String field, String message, Reason reason) {

  /** A list with too many entries. */
  public static FieldViolation tooMany(String field, int bound) {
    String entries = bound == 1 ? "1 entry" : bound + " entries";
    return new FieldViolation(field, "must have at most " + entries, Reason.TOO_MANY);
  }

  /** Why a field is invalid. The schema {@code FieldError} of the spec lists the same reasons. */
  public enum Reason {
    REQUIRED,
    UNKNOWN_FIELD,
    INVALID_TYPE,
    TOO_SHORT,
    TOO_LONG,
    TOO_FEW,
    TOO_MANY,
    INVALID_FORMAT,
    INVALID_VALUE,
    WRONG_PROVIDER,
    NOT_SUPPORTED;

    /** The reason in responses, such as {@code too_short}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
