package com.notiflows.server.http;

import com.notiflows.api.model.ChannelSettings;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.ChannelSettingsService;
import com.notiflows.server.settings.devices.DeviceReader;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Answers reads of settings, for both APIs. */
public final class SettingsReader {

  private static final String DEVICES = "devices";

  private final ChannelSettingsService settings;
  private final DeviceReader devices;

  /** Reads by those services. */
  public SettingsReader(ChannelSettingsService settings, DeviceReader devices) {
    this.settings = settings;
    this.devices = devices;
  }

  Response read(Access access, String channelId, @Nullable String include) {
    var stored = settings.get(access, channelId);
    if (!DEVICES.equals(include)) {
      return Response.ok(ChannelSettingsConverter.toModel(stored)).build();
    }
    DeviceReader.Found found = devices.read(access, channelId, stored);
    ChannelSettings answer = ChannelSettingsConverter.toModel(found.settings());
    found
        .devices()
        .map(list -> list.stream().map(DeviceTokenConverter::toModel).toList())
        .ifPresent(answer::setDevices);
    return Response.ok(answer).build();
  }
}
