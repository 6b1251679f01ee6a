package com.notiflows.server.spec;

import java.util.Locale;

/** What happens when a user registers a device token over the cap of a channel. */
public enum TokenOverflow {
  /** The token is rejected. */
  REJECT,
  /** The token replaces the least recently seen one. */
  EVICT;

  /** The name in responses and in the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value with this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TokenOverflow of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
