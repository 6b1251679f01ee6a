package com.notiflows.server.settings;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One user's settings on one channel.
 *
 * @param settings by the provider's schema for stored settings
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

  /** The stored settings, if there are any and the channel has settings. */
  public static Optional<ChannelSettings> of(Channel channel, UserChannel stored) {
    if (!channel.takesSettings()) {
      return Optional.empty();
    }
    return stored.settings().map(found -> of(channel, stored, found));
  }

  private static ChannelSettings of(Channel channel, UserChannel stored, StoredSettings found) {
    JsonNode settings = CanonicalJson.read(found.text());
    if (channel.hasTokens() && settings instanceof ObjectNode shape) {
      ArrayNode tokens = shape.putArray(DEVICE_TOKENS);
      stored.identifiers().stream().map(Identifier::text).forEach(tokens::add);
      if (shape.size() > 1) {
        settings = CanonicalJson.sorted(shape);
      }
    }
    return new ChannelSettings(
        stored.place().userId(),
        channel.id(),
        channel.provider().name(),
        settings,
        found.createdAt(),
        found.updatedAt());
  }

  /** The error for settings that do not exist. */
  public static ApiException notFound(String channelText) {
    return ApiException.notFound(
        "channel_settings", channelText, "The user has no settings on this channel");
  }

  /** Omits the settings because they contain device tokens. */
  @Override
  public String toString() {
    return "ChannelSettings[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
