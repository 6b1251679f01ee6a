package com.notiflows.server.spec;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths of fields as answers tell them, such as {@code settings.device_tokens[2]}. */
final class FieldPath {

  /** What the whole body is called. */
  private static final String BODY = "body";

  /**
   * A key is the caller's own text, and might be a token in the wrong place: only names are told.
   */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,31}");

  private static final Pattern SECRET = Pattern.compile("(?i)[sp]k_.*");

  private FieldPath() {}

  /** A path, which is empty for the body itself. */
  static String of(String path) {
    return path.isEmpty() ? BODY : path;
  }

  static String child(String path, @Nullable String key) {
    String name = key != null && isSafe(key) ? key : "?";
    return path.isEmpty() || path.equals(BODY) ? name : path + "." + name;
  }

  static String entry(String path, int index) {
    return of(path) + "[" + index + "]";
  }

  private static boolean isSafe(String key) {
    return PLAIN_NAME.matcher(key).matches() && !SECRET.matcher(key).matches();
  }
}
