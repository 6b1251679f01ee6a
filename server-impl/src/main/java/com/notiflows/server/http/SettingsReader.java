package com.notiflows.server.http;

import com.notiflows.api.model.ChannelSettings;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.SettingsService;
import com.notiflows.server.settings.SettingsService.SettingsWithDevices;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Responses to reads of settings, for both APIs. */
final class SettingsReader {

  private static final String DEVICES = "devices";

  private SettingsReader() {}

  static Response read(
      SettingsService settings, Access access, String channelId, @Nullable String include) {
    SettingsWithDevices found = settings.get(access, channelId);
    ChannelSettings answer = ChannelSettingsConverter.toModel(found.settings());
    if (DEVICES.equals(include)) {
      found
          .devices()
          .map(list -> list.stream().map(DeviceTokenConverter::toModel).toList())
          .ifPresent(answer::setDevices);
    }
    return Response.ok(answer).build();
  }
}
