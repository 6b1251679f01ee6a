package com.notiflows.server.problem;

import java.util.Locale;

/**
 * One place where a body breaks the contract.
 *
 * @param field its path, such as {@code settings.device_tokens[2]}; {@code body} for the whole
 * @param message for people; never repeats the value
 * @param reason for programs
 */
public record FieldViolation(String field, String message, Reason reason) {

  /** A list that has more entries than the bound of the spec. */
  public static FieldViolation tooMany(String field, int bound) {
    String entries = bound == 1 ? "1 entry" : bound + " entries";
    return new FieldViolation(field, "must have at most " + entries, Reason.TOO_MANY);
  }

  /** Why a field is refused; the schema {@code FieldError} of the spec lists the same. */
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

    /** The reason as it stands on the wire, such as {@code too_short}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
