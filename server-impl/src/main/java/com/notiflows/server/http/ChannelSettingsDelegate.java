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
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelSettingsDelegate implements ChannelSettingsApi {

  private final ChannelSettingsService service;
  private final DeviceTokenService tokens;
  private final SettingsReader reader;
  private final EntityTags tags;

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public ChannelSettingsDelegate(
      ChannelSettingsService service,
      DeviceTokenService tokens,
      SettingsReader reader,
      EntityTags tags) {
    this.service = service;
    this.tokens = tokens;
    this.reader = reader;
    this.tags = tags;
  }

  @Override
  public Response updateUserChannelSettings(
      String userId,
      String channelId,
      ChannelSettingsUpdate update,
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch) {
    return WrittenSettings.ok(
        service.put(
            access(), channelId, update.getSettings(), tags.precondition(ifMatch, ifNoneMatch)));
  }

  @Override
  public Response patchUserChannelSettings(
      String userId, String channelId, ChannelSettingsPatch patch, @Nullable String ifMatch) {
    return WrittenSettings.ok(
        tokens.change(
            access(),
            channelId,
            DeviceTokenConverter.toChanges(patch),
            tags.precondition(ifMatch, null)));
  }

  @Override
  public Response getUserChannelSettings(
      String userId, String channelId, @Nullable String include, @Nullable String ifNoneMatch) {
    return reader.read(access(), channelId, include);
  }

  @Override
  public Response listUserChannelSettings(String userId, @Nullable String ifNoneMatch) {
    return Response.ok(ChannelSettingsConverter.toList(service.list(access()))).build();
  }

  @Override
  public Response deleteUserChannelSettings(
      String userId, String channelId, @Nullable String ifMatch) {
    service.delete(access(), channelId, tags.precondition(ifMatch, null));
    return Response.noContent().build();
  }

  private Access access() {
    return Caller.of(security).access();
  }
}
