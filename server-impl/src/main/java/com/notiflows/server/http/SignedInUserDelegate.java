package com.notiflows.server.http;

import com.notiflows.api.SignedInUserApi;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.ChannelSettingsService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Translates between the generated interface and the services, for the user who is signed in. */
public final class SignedInUserDelegate implements SignedInUserApi {

  private final ChannelSettingsService settings;

  @Context private SecurityContext security;

  /** Delegates to that service. */
  public SignedInUserDelegate(ChannelSettingsService settings) {
    this.settings = settings;
  }

  @Override
  public Response updateOwnChannelSettings(String channelId, ChannelSettingsUpdate update) {
    return ok(settings.put(access(), channelId, update.getSettings()));
  }

  @Override
  public Response getOwnChannelSettings(String channelId) {
    return ok(settings.get(access(), channelId));
  }

  @Override
  public Response deleteOwnChannelSettings(String channelId) {
    settings.delete(access(), channelId);
    return Response.noContent().build();
  }

  private Access access() {
    return Caller.of(security).access();
  }

  private static Response ok(com.notiflows.server.settings.ChannelSettings settings) {
    return Response.ok(ChannelSettingsConverter.toModel(settings)).build();
  }
}
