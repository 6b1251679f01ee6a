package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * One user's settings on one channel.
 *
 * @param settings as the provider's schema for stored settings has it
 * @param createdAt when they were first stored
 * @param updatedAt when they last changed
 */
public record ChannelSettings(
    UUID userId,
    UUID channelId,
    String provider,
    JsonNode settings,
    Instant createdAt,
    Instant updatedAt) {

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "ChannelSettings[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
