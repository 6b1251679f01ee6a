package com.notiflows.server.http;

import com.notiflows.api.ChannelSettingsApi;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.ChannelSettingsService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Translates between the generated interface and the service. */
public final class ChannelSettingsDelegate implements ChannelSettingsApi {

  private final ChannelSettingsService service;

  @Context private SecurityContext security;

  /** Delegates to that service. */
  public ChannelSettingsDelegate(ChannelSettingsService service) {
    this.service = service;
  }

  @Override
  public Response updateUserChannelSettings(
      String userId, String channelId, ChannelSettingsUpdate update) {
    return ok(service.put(access(), channelId, update.getSettings()));
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
