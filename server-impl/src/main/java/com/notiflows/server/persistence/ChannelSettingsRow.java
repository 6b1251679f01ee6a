package com.notiflows.server.persistence;

import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredSettings;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code channel_settings}. */
public record ChannelSettingsRow(
    UUID userId, UUID channelId, String settings, Instant createdAt, Instant updatedAt) {

  /** The row of settings. */
  public static ChannelSettingsRow of(Place place, StoredSettings settings) {
    return new ChannelSettingsRow(
        place.userId(),
        place.channelId(),
        settings.text(),
        settings.createdAt(),
        settings.updatedAt());
  }

  /** Omits the settings because they identify a user at a provider. */
  @Override
  public String toString() {
    return "ChannelSettingsRow[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
