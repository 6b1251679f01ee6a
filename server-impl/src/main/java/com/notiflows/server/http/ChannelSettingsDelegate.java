package com.notiflows.server.http;

import com.notiflows.api.ChannelSettingsApi;
import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.ChannelSettingsService;
import com.notiflows.server.settings.DeviceTokenService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Translates between the generated interface and the service. */
public final class ChannelSettingsDelegate implements ChannelSettingsApi {

  private final ChannelSettingsService service;
  private final DeviceTokenService tokens;

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public ChannelSettingsDelegate(ChannelSettingsService service, DeviceTokenService tokens) {
    this.service = service;
    this.tokens = tokens;
  }

  @Override
  public Response updateUserChannelSettings(
      String userId, String channelId, ChannelSettingsUpdate update) {
    return ok(service.put(access(), channelId, update.getSettings()));
  }

  @Override
  public Response patchUserChannelSettings(
      String userId, String channelId, ChannelSettingsPatch patch) {
    return ok(tokens.change(access(), channelId, DeviceTokenConverter.toChanges(patch)));
  }

  @Override
  public Response getUserChannelSettings(String userId, String channelId) {
    return ok(service.get(access(), channelId));
  }

  @Override
  public Response listUserChannelSettings(String userId) {
    return Response.ok(ChannelSettingsConverter.toList(service.list(access()))).build();
  }

  @Override
  public Response deleteUserChannelSettings(String userId, String channelId) {
    service.delete(access(), channelId);
    return Response.noContent().build();
  }

  private Access access() {
    return Caller.of(security).access();
  }

  private static Response ok(com.notiflows.server.settings.ChannelSettings settings) {
    return Response.ok(ChannelSettingsConverter.toModel(settings)).build();
  }
}
