package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;

/** Settings as stored, with the provider of their channel. */
public record StoredSettingsRow(
    UUID userId,
    UUID channelId,
    String provider,
    String settings,
    Instant createdAt,
    Instant updatedAt) {

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "StoredSettingsRow[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
