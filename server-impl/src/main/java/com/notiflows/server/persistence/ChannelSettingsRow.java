package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;

/** Settings to write; {@code now} is their {@code created_at} or {@code updated_at}. */
public record ChannelSettingsRow(
    UUID projectId, UUID userId, UUID channelId, String settings, Instant now) {

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "ChannelSettingsRow[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
