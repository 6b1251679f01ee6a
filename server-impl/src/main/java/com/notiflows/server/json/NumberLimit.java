package com.notiflows.server.json;

/**
 * The maximum size of the literal of a number. Limits the cost of later operations: as a decimal,
 * the number has at most {@code digits + exponent} digits.
 *
 * @param digits maximum number of digits, including those of the exponent
 * @param exponent the largest exponent, positive or negative
 */
record NumberLimit(int digits, int exponent) {

  private static final int DIGITS_OF_AN_INT = 9;

  /** For text that was checked before it was stored. */
  static final NumberLimit NONE = new NumberLimit(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Whether a literal of valid JSON is within the limit. Takes time linear in its length. */
  boolean allows(String literal) {
    int count = 0;
    int exponentStart = literal.length();
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (isDigit(c)) {
        count++;
      } else if (c == 'e' || c == 'E') {
        exponentStart = i + 1;
      }
    }
    return count <= digits && allowsExponent(literal, exponentStart);
  }

  private boolean allowsExponent(String literal, int start) {
    int first = start;
    while (first < literal.length() && !isSignificant(literal.charAt(first))) {
      first++;
    }
    if (first == literal.length() || exponent == Integer.MAX_VALUE) {
      return true;
    }
    return literal.length() - first <= DIGITS_OF_AN_INT
        && Integer.parseInt(literal, first, literal.length(), 10) <= exponent;
  }

  private static boolean isSignificant(char c) {
    return c >= '1' && c <= '9';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
