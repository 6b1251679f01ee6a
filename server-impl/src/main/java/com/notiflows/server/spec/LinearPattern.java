package com.notiflows.server.spec;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;

/**
 * A pattern of the spec. Matches in linear time and constant stack space, which {@code
 * java.util.regex} does not guarantee.
 */
final class LinearPattern implements RegularExpression {

  private final Pattern pattern;

  /** Compiles a pattern in the common syntax of ECMA 262 and RE2. */
  LinearPattern(String regex) {
    this.pattern = Pattern.compile(regex);
  }

  @Override
  public boolean matches(String text) {
    return pattern.matcher(text).find();
  }
}
