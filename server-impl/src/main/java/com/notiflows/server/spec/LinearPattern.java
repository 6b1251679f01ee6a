package com.notiflows.server.spec;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;

/**
 * A pattern of the spec. Time grows linearly with the text and the stack doesn't grow at all,
 * whatever the pattern is: {@code java.util.regex} promises neither.
 */
final class LinearPattern implements RegularExpression {

  private static final java.util.regex.Pattern ESCAPE =
      java.util.regex.Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

  private final Pattern pattern;

  /**
   * Takes a pattern in the syntax that ECMA 262 and RE2 have in common, and {@code \}{@code uXXXX}.
   */
  LinearPattern(String regex) {
    this.pattern = Pattern.compile(ESCAPE.matcher(regex).replaceAll("\\\\x{$1}"));
  }

  @Override
  public boolean matches(String text) {
    return pattern.matcher(text).find();
  }
}
