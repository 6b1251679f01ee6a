package com.notiflows.server.http;

import com.notiflows.api.model.ChannelSettings;
import com.notiflows.api.model.ChannelSettingsList;
import java.util.List;

/** Converts settings of the domain to the generated model. */
final class ChannelSettingsConverter {

  private ChannelSettingsConverter() {}

  static ChannelSettings toModel(com.notiflows.server.settings.ChannelSettings settings) {
    return new ChannelSettings()
        .channelId(settings.channelId())
        .createdAt(Timestamps.write(settings.createdAt()))
        .provider(settings.provider())
        .settings(settings.settings())
        .updatedAt(Timestamps.write(settings.updatedAt()))
        .userId(settings.userId());
  }

  static ChannelSettingsList toList(List<com.notiflows.server.settings.ChannelSettings> settings) {
    return new ChannelSettingsList()
        .items(settings.stream().map(ChannelSettingsConverter::toModel).toList());
  }
}
