package com.notiflows.server.http;

import com.notiflows.api.SignedInUserApi;
import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.api.model.ChannelSubscriptionRemoval;
import com.notiflows.api.model.ChannelSubscriptionUpdate;
import com.notiflows.server.endpoints.AddSubscription;
import com.notiflows.server.endpoints.SubscriptionService;
import com.notiflows.server.settings.SettingsService;
import com.notiflows.server.spec.Identifiers;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the services, for signed-in users. */
public final class SignedInUserDelegate implements SignedInUserApi {

  private final SettingsService settings;
  private final SubscriptionService subscriptions;
  private final EntityTags tags;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to these services. */
  public SignedInUserDelegate(
      SettingsService settings, SubscriptionService subscriptions, EntityTags tags, Writes writes) {
    this.settings = settings;
    this.subscriptions = subscriptions;
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
  public Response patchOwnChannelSettings(
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
  public Response getOwnChannelSettings(
      String channelId, @Nullable String include, @Nullable String ifNoneMatch) {
    return SettingsReader.read(settings, caller().access(), channelId, include);
  }

  @Override
  public Response deleteOwnChannelSettings(
      String channelId, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        settings.delete(caller.access(), channelId, tags.precondition(ifMatch, null)),
        id -> WriteAnswer.noContent(),
        ifMatch);
  }

  @Override
  public Response upsertOwnChannelSubscription(
      String channelId, ChannelSubscriptionUpdate update, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        subscriptions.add(caller.access(), channelId, ChannelSubscriptionConverter.toSent(update)),
        SignedInUserDelegate::answer,
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
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        subscriptions.delete(
            caller.access(),
            channelId,
            Optional.of(Identifiers.toUuid(subscriptionId)),
            subscriptionId),
        id -> WriteAnswer.noContent());
  }

  @Override
  public Response deleteOwnChannelSubscriptionByIdentifier(
      String channelId, ChannelSubscriptionRemoval removal, @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        subscriptions.delete(caller.access(), channelId, Optional.empty(), removal.getIdentifier()),
        id -> WriteAnswer.noContent(),
        removal);
  }

  private Caller caller() {
    return Caller.of(security);
  }

  private static WriteAnswer answer(AddSubscription.Added added) {
    return WriteAnswer.upserted(
            added.isNew(),
            ChannelSubscriptionConverter.toModel(added.subscription()),
            added.subscription().userId())
        .moving(added.moved());
  }
}
