package com.notiflows.server.settings.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
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

  /** Settings as they were found. */
  public static ChannelSettings of(UUID userId, Access.Channel channel, Access.Stored stored) {
    return new ChannelSettings(
        userId,
        channel.id(),
        channel.provider(),
        CanonicalJson.read(stored.settings()),
        stored.createdAt(),
        stored.updatedAt());
  }

  /** What a caller is told of settings that are not there. */
  public static ApiException notFound(String channelText) {
    return ApiException.notFound(
        "channel_settings", channelText, "The user has no settings on this channel");
  }

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "ChannelSettings[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
