package com.notiflows.server.formats;

import java.net.IDN;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The syntax of e-mail addresses by RFC 5321 and RFC 6531. Accepts any domain, including those of
 * private networks.
 */
final class EmailAddress {

  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST_DOMAIN = 253;

  /** Characters except controls, spaces and separators. */
  private static final String BEYOND_ASCII = "[^\\x00-\\x7f\\p{Cc}\\p{Z}\\p{Cs}]";

  private static final Predicate<String> ATOM =
      matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-" + BEYOND_ASCII + "]++");

  private static final Predicate<String> QUOTED =
      matches("\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e" + BEYOND_ASCII + "]|\\\\[\\x20-\\x7e])*+\"");

  private static final Predicate<String> LABEL =
      matches("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private static final Predicate<String> DIGITS = matches("[0-9]++");

  /** An address literal instead of a host name; only its characters are checked. */
  private static final Predicate<String> LITERAL = matches("\\[[A-Za-z0-9.:-]{1,60}]");

  private EmailAddress() {}

  /** Whether the text is an address. The schema checks the total length. */
  static boolean isOne(String text) {
    int at = text.lastIndexOf('@');
    return at > 0 && isLocalPart(text.substring(0, at)) && isDomain(text.substring(at + 1));
  }

  private static boolean isLocalPart(String text) {
    if (text.codePointCount(0, text.length()) > LONGEST_LOCAL_PART) {
      return false;
    }
    return QUOTED.test(text) || List.of(text.split("\\.", -1)).stream().allMatch(ATOM);
  }

  private static boolean isDomain(String text) {
    if (text.length() > LONGEST_DOMAIN) {
      return false;
    }
    if (LITERAL.test(text)) {
      return true;
    }
    try {
      List<String> labels = List.of(IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).split("\\.", -1));
      return labels.stream().allMatch(LABEL) && !DIGITS.test(labels.get(labels.size() - 1));
    } catch (IllegalArgumentException e) {
      return false; // a label that is empty, too long, or has invalid characters
    }
  }

  private static Predicate<String> matches(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }
}
