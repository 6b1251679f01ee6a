package com.notiflows.server.model;

import java.time.Instant;

/**
 * The row of {@code channel_settings}: the settings without the list of endpoints.
 *
 * @param text JSON with sorted keys; {@code {}} if the settings are only a list of endpoints
 */
public record StoredSettings(String text, Instant createdAt, Instant updatedAt) {

  /** The text of settings that are only a list of endpoints. */
  public static final String NO_TEXT = "{}";

  /** The same, changed at that time, but never before the last change. */
  public StoredSettings changed(String newText, Instant now) {
    return new StoredSettings(newText, createdAt, Times.following(updatedAt, now));
  }

  /** Omits the text because it identifies a user at a provider. */
  @Override
  public String toString() {
    return "StoredSettings[createdAt=" + createdAt + ", updatedAt=" + updatedAt + "]";
  }
}
