package com.notiflows.server.formats;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The syntax of language tags by RFC 5646 (BCP 47). The parser of Java is stricter: it rejects
 * {@code und} and {@code x-pirate}.
 */
final class LanguageTag {

  /** The irregular tags that RFC 5646 lists. */
  private static final Set<String> IRREGULAR =
      Set.of(
          "en-gb-oed",
          "i-ami",
          "i-bnn",
          "i-default",
          "i-enochian",
          "i-hak",
          "i-klingon",
          "i-lux",
          "i-mingo",
          "i-navajo",
          "i-pwn",
          "i-tao",
          "i-tay",
          "i-tsu",
          "sgn-be-fr",
          "sgn-be-nl",
          "sgn-ch-de");

  private static final Predicate<String> LANGUAGE = matches("[a-z]{2,8}");
  private static final Predicate<String> SHORT_LANGUAGE = matches("[a-z]{2,3}");
  private static final Predicate<String> EXTENDED_LANGUAGE = matches("[a-z]{3}");
  private static final Predicate<String> SCRIPT = matches("[a-z]{4}");
  private static final Predicate<String> REGION = matches("[a-z]{2}|[0-9]{3}");
  private static final Predicate<String> VARIANT = matches("[a-z0-9]{5,8}|[0-9][a-z0-9]{3}");
  private static final Predicate<String> SINGLETON = matches("[a-wy-z0-9]");
  private static final Predicate<String> EXTENSION = matches("[a-z0-9]{2,8}");
  private static final Predicate<String> PRIVATE_USE = matches("[a-z0-9]{1,8}");

  private static final int FIRST_BEYOND_ASCII = 128;
  private static final int MOST_EXTENDED_LANGUAGES = 3;

  private LanguageTag() {}

  /** Whether the text is a well-formed tag. Case does not matter. */
  static boolean isWellFormed(String text) {
    if (!text.chars().allMatch(letter -> letter < FIRST_BEYOND_ASCII)) {
      return false; // some of these become ASCII in lower case
    }
    String tag = text.toLowerCase(Locale.ROOT);
    if (IRREGULAR.contains(tag)) {
      return true;
    }
    Deque<String> rest = new ArrayDeque<>(List.of(tag.split("-", -1)));
    boolean isGood = !takeLanguage(rest) || takeExtensions(rest);
    return isGood && takePrivateUse(rest) && rest.isEmpty();
  }

  /** Consumes the language and its subtags. Returns false if there is no language. */
  private static boolean takeLanguage(Deque<String> rest) {
    boolean isShort = SHORT_LANGUAGE.test(rest.element());
    if (!takeOne(rest, LANGUAGE)) {
      return false;
    }
    for (int i = 0; isShort && i < MOST_EXTENDED_LANGUAGES; i++) {
      takeOne(rest, EXTENDED_LANGUAGE);
    }
    takeOne(rest, SCRIPT);
    takeOne(rest, REGION);
    takeAll(rest, VARIANT);
    return true;
  }

  /** Consumes all extensions. Returns false if one is empty or repeated. */
  private static boolean takeExtensions(Deque<String> rest) {
    Set<String> seen = new HashSet<>();
    while (!rest.isEmpty() && SINGLETON.test(rest.element())) {
      if (!seen.add(rest.remove()) || takeAll(rest, EXTENSION) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Consumes the private use part, if there is one. Returns false if it is empty. */
  private static boolean takePrivateUse(Deque<String> rest) {
    return !takeOne(rest, "x"::equals) || takeAll(rest, PRIVATE_USE) > 0;
  }

  private static int takeAll(Deque<String> rest, Predicate<String> kind) {
    int count = 0;
    while (takeOne(rest, kind)) {
      count++;
    }
    return count;
  }

  private static boolean takeOne(Deque<String> rest, Predicate<String> kind) {
    if (rest.isEmpty() || !kind.test(rest.element())) {
      return false;
    }
    rest.remove();
    return true;
  }

  private static Predicate<String> matches(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }
}
