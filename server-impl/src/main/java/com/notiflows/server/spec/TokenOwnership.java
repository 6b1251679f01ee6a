package com.notiflows.server.spec;

import java.util.Locale;

/** How many users may have the same device token on a channel. */
public enum TokenOwnership {
  /** One user at a time: the last one who registered the token. */
  EXCLUSIVE,
  /** Any number of users. */
  SHARED;

  /** The name in the spec, in responses and in the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value with this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TokenOwnership of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
