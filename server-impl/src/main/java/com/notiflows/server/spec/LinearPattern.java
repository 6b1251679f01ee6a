package com.notiflows.server.spec;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;

/**
 * A pattern of the spec. Time grows linearly with the text and the stack doesn't grow at all,
 * whatever the pattern is: {@code java.util.regex} promises neither.
 */
final class LinearPattern implements RegularExpression {

  private final Pattern pattern;

  /** Takes a pattern in the syntax that ECMA 262 and RE2 have in common. */
  LinearPattern(String regex) {
    this.pattern = Pattern.compile(regex);
  }

  @Override
  public boolean matches(String text) {
    return pattern.matcher(text).find();
  }
}
