package com.notiflows.server.persistence;

import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredSettings;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code channel_settings}.
 *
 * @param keyId the data key that the settings are encrypted with; null if they are plain text
 */
public record ChannelSettingsRow(
    UUID userId,
    UUID channelId,
    String settings,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Integer keyId) {

  /** The row of settings. */
  public static ChannelSettingsRow of(Place place, StoredSettings settings) {
    return new ChannelSettingsRow(
        place.userId(),
        place.channelId(),
        settings.text(),
        settings.createdAt(),
        settings.updatedAt(),
        null);
  }

  /** The same with other settings, which are encrypted with that key or plain text. */
  ChannelSettingsRow with(@Nullable Integer newKeyId, String newSettings) {
    return new ChannelSettingsRow(userId, channelId, newSettings, createdAt, updatedAt, newKeyId);
  }

  /** Omits the settings because they identify a user at a provider. */
  @Override
  public String toString() {
    return "ChannelSettingsRow[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
