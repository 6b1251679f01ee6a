package com.notiflows.server.http;

import com.notiflows.api.ChannelSettingsApi;
import com.notiflows.api.model.BulkUpdate;
import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.server.settings.ChannelSettingsService;
import com.notiflows.server.settings.devices.DeviceTokenChanges;
import com.notiflows.server.settings.devices.DeviceTokenService;
import com.notiflows.server.settings.model.Precondition;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelSettingsDelegate implements ChannelSettingsApi {

  private final ChannelSettingsService service;
  private final DeviceTokenService tokens;
  private final BulkWriter bulk;
  private final SettingsReader reader;
  private final EntityTags tags;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public ChannelSettingsDelegate(
      ChannelSettingsService service,
      DeviceTokenService tokens,
      BulkWriter bulk,
      SettingsReader reader,
      EntityTags tags,
      Writes writes) {
    this.service = service;
    this.tokens = tokens;
    this.bulk = bulk;
    this.reader = reader;
    this.tags = tags;
    this.writes = writes;
  }

  @Override
  public Response updateUserChannelSettings(
      String userId,
      String channelId,
      ChannelSettingsUpdate update,
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch,
      @Nullable String idempotencyKey) {
    Precondition precondition = tags.precondition(ifMatch, ifNoneMatch);
    return writes.once(
        caller(),
        idempotencyKey,
        access ->
            WriteAnswer.settings(
                service.put(access, channelId, update.getSettings(), precondition)),
        update,
        ifMatch,
        ifNoneMatch);
  }

  @Override
  public Response patchUserChannelSettings(
      String userId,
      String channelId,
      ChannelSettingsPatch patch,
      @Nullable String ifMatch,
      @Nullable String idempotencyKey) {
    DeviceTokenChanges changes = DeviceTokenConverter.toChanges(patch);
    Precondition precondition = tags.precondition(ifMatch, null);
    return writes.once(
        caller(),
        idempotencyKey,
        access -> WriteAnswer.settings(tokens.change(access, channelId, changes, precondition)),
        patch,
        ifMatch);
  }

  @Override
  public Response getUserChannelSettings(
      String userId, String channelId, @Nullable String include, @Nullable String ifNoneMatch) {
    return reader.read(caller().access(), channelId, include);
  }

  @Override
  public Response listUserChannelSettings(String userId, @Nullable String ifNoneMatch) {
    return Response.ok(ChannelSettingsConverter.toList(service.list(caller().access()))).build();
  }

  @Override
  public Response deleteUserChannelSettings(
      String userId, String channelId, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    return writes.once(
        caller(),
        idempotencyKey,
        access -> {
          service.delete(access, channelId, tags.precondition(ifMatch, null));
          return WriteAnswer.noContent();
        },
        ifMatch);
  }

  @Override
  public Response bulkUpdateChannelSettings(BulkUpdate update, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.once(
        caller, idempotencyKey, access -> bulk.write(access, update, caller.requestId()), update);
  }

  private Caller caller() {
    return Caller.of(security);
  }
}
