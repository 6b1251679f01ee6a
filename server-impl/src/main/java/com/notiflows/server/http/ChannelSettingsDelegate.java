package com.notiflows.server.http;

import com.notiflows.api.ChannelSettingsApi;
import com.notiflows.api.model.BulkUpdate;
import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.server.settings.SettingsService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelSettingsDelegate implements ChannelSettingsApi {

  private final SettingsService settings;
  private final BulkWriter bulk;
  private final EntityTags tags;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to these services. */
  public ChannelSettingsDelegate(
      SettingsService settings, BulkWriter bulk, EntityTags tags, Writes writes) {
    this.settings = settings;
    this.bulk = bulk;
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
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        settings.put(
            caller.access(),
            channelId,
            update.getSettings(),
            tags.precondition(ifMatch, ifNoneMatch)),
        WriteAnswer::settings,
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
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        settings.patch(
            caller.access(),
            channelId,
            DeviceTokenConverter.toChanges(patch),
            tags.precondition(ifMatch, null)),
        WriteAnswer::settings,
        patch,
        ifMatch);
  }

  @Override
  public Response getUserChannelSettings(
      String userId, String channelId, @Nullable String include, @Nullable String ifNoneMatch) {
    return SettingsReader.read(settings, caller().access(), channelId, include);
  }

  @Override
  public Response listUserChannelSettings(String userId, @Nullable String ifNoneMatch) {
    return Response.ok(ChannelSettingsConverter.toList(settings.list(caller().access()))).build();
  }

  @Override
  public Response deleteUserChannelSettings(
      String userId, String channelId, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        settings.delete(caller.access(), channelId, tags.precondition(ifMatch, null)),
        id -> WriteAnswer.noContent(),
        ifMatch);
  }

  @Override
  public Response bulkUpdateChannelSettings(BulkUpdate update, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        bulk.command(caller.access(), update),
        written -> bulk.answer(written, caller.requestId()),
        update);
  }

  private Caller caller() {
    return Caller.of(security);
  }
}
