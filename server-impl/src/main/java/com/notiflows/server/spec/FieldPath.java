package com.notiflows.server.spec;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths of fields in responses, such as {@code settings.device_tokens[2]}. */
final class FieldPath {

  /** The path of the whole body. */
  private static final String BODY = "body";

  /** Keys are text of callers and may be misplaced tokens, so only plain names are shown. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,31}");

  private static final Pattern SECRET = Pattern.compile("(?i)[sp]k_.*");

  private FieldPath() {}

  /** Formats a path, which is empty for the body itself. */
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
