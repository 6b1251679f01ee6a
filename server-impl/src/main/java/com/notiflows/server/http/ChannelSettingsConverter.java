package com.notiflows.server.http;

import com.notiflows.api.model.ChannelSettings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Settings of the domain as the generated model. */
final class ChannelSettingsConverter {

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private ChannelSettingsConverter() {}

  static ChannelSettings toModel(com.notiflows.server.settings.ChannelSettings settings) {
    return new ChannelSettings()
        .channelId(settings.channelId())
        .createdAt(timestamp(settings.createdAt()))
        .provider(settings.provider())
        .settings(settings.settings())
        .updatedAt(timestamp(settings.updatedAt()))
        .userId(settings.userId());
  }

  private static String timestamp(Instant time) {
    return MICROSECONDS.format(time);
  }
}
