package com.notiflows.server.http;

import com.notiflows.api.SignedInUserApi;
import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.api.model.ChannelSubscriptionRemoval;
import com.notiflows.api.model.ChannelSubscriptionUpdate;
import com.notiflows.server.settings.ChannelSettingsService;
import com.notiflows.server.settings.devices.DeviceTokenChanges;
import com.notiflows.server.settings.devices.DeviceTokenService;
import com.notiflows.server.settings.model.Precondition;
import com.notiflows.server.spec.Identifiers;
import com.notiflows.server.subscriptions.ChannelSubscriptionService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the services, for the user who is signed in. */
public final class SignedInUserDelegate implements SignedInUserApi {

  private final ChannelSettingsService settings;
  private final DeviceTokenService tokens;
  private final ChannelSubscriptionService subscriptions;
  private final SettingsReader reader;
  private final EntityTags tags;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public SignedInUserDelegate(
      ChannelSettingsService settings,
      DeviceTokenService tokens,
      ChannelSubscriptionService subscriptions,
      SettingsReader reader,
      EntityTags tags,
      Writes writes) {
    this.settings = settings;
    this.tokens = tokens;
    this.subscriptions = subscriptions;
    this.reader = reader;
    this.tags = tags;
    this.writes = writes;
  }

  @Override
  public Response updateOwnChannelSettings(
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
                settings.put(access, channelId, update.getSettings(), precondition)),
        update,
        ifMatch,
        ifNoneMatch);
  }

  @Override
  public Response patchOwnChannelSettings(
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
  public Response getOwnChannelSettings(
      String channelId, @Nullable String include, @Nullable String ifNoneMatch) {
    return reader.read(caller().access(), channelId, include);
  }

  @Override
  public Response deleteOwnChannelSettings(
      String channelId, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    return writes.once(
        caller(),
        idempotencyKey,
        access -> {
          settings.delete(access, channelId, tags.precondition(ifMatch, null));
          return WriteAnswer.noContent();
        },
        ifMatch);
  }

  @Override
  public Response upsertOwnChannelSubscription(
      String channelId, ChannelSubscriptionUpdate update, @Nullable String idempotencyKey) {
    return writes.once(
        caller(),
        idempotencyKey,
        access ->
            written(
                subscriptions.upsert(
                    access, channelId, update.getIdentifier(), update.getSettings())),
        update);
  }

  @Override
  public Response listOwnChannelSubscriptions(String channelId, @Nullable String ifNoneMatch) {
    return Response.ok(
            ChannelSubscriptionConverter.toList(subscriptions.list(caller().access(), channelId)))
        .build();
  }

  @Override
  public Response deleteOwnChannelSubscription(
      String channelId, String subscriptionId, @Nullable String idempotencyKey) {
    return writes.once(
        caller(),
        idempotencyKey,
        access -> {
          subscriptions.delete(
              access, channelId, subscriptionId, Identifiers.toUuid(subscriptionId));
          return WriteAnswer.noContent();
        });
  }

  @Override
  public Response deleteOwnChannelSubscriptionByIdentifier(
      String channelId, ChannelSubscriptionRemoval removal, @Nullable String idempotencyKey) {
    return writes.once(
        caller(),
        idempotencyKey,
        access -> {
          subscriptions.deleteByIdentifier(access, channelId, removal.getIdentifier());
          return WriteAnswer.noContent();
        },
        removal);
  }

  private Caller caller() {
    return Caller.of(security);
  }

  private static WriteAnswer written(ChannelSubscriptionService.Upserted upserted) {
    return WriteAnswer.upserted(
        upserted.isNew(),
        ChannelSubscriptionConverter.toModel(upserted.subscription()),
        upserted.subscription().userId());
  }
}
