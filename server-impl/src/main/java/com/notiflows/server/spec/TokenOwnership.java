package com.notiflows.server.spec;

import java.util.Locale;

/** How many users may have the same device token on a channel. */
public enum TokenOwnership {
  /** One at a time, the last who registered it. */
  EXCLUSIVE,
  /** Any number. */
  SHARED;

  /** As it is written in the spec, in answers and in the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one that is written so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TokenOwnership of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
