package com.notiflows.server.spec;

import java.util.Locale;

/** What becomes of a device token that is one more than a user may have on a channel. */
public enum TokenOverflow {
  /** It is refused. */
  REJECT,
  /** It takes the place of the one that was not seen for longest. */
  EVICT;

  /** As it is written in answers and in the database. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one that is written so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TokenOverflow of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
