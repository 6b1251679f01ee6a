package com.notiflows.server.projects;

import com.notiflows.server.problem.AdministrationException;

/** The rule for names and labels that administrators give for people. */
public final class Names {

  /** The maximum number of characters. */
  public static final int LIMIT = 255;

  private Names() {}

  /**
   * Requires 1 to {@link #LIMIT} characters that are not all spaces, without control characters:
   * lists print names in one line.
   *
   * @param what such as {@code name}
   * @return the text
   * @throws AdministrationException if the text is no name
   */
  public static String require(String what, String text) {
    boolean isName =
        !text.isBlank()
            && text.codePointCount(0, text.length()) <= LIMIT
            && text.codePoints().noneMatch(Character::isISOControl);
    if (!isName) {
      throw new AdministrationException(
          "A " + what + " has 1 to " + LIMIT + " characters, without control characters.");
    }
    return text;
  }
}
