package com.notiflows.server.http;

import com.notiflows.api.SignedInUserApi;
import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.api.model.ChannelSettingsUpdate;
import com.notiflows.api.model.ChannelSubscriptionUpdate;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.ChannelSettingsService;
import com.notiflows.server.settings.DeviceTokenService;
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

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public SignedInUserDelegate(
      ChannelSettingsService settings,
      DeviceTokenService tokens,
      ChannelSubscriptionService subscriptions,
      SettingsReader reader,
      EntityTags tags) {
    this.settings = settings;
    this.tokens = tokens;
    this.subscriptions = subscriptions;
    this.reader = reader;
    this.tags = tags;
  }

  @Override
  public Response updateOwnChannelSettings(
      String channelId,
      ChannelSettingsUpdate update,
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch) {
    return WrittenSettings.ok(
        settings.put(
            access(), channelId, update.getSettings(), tags.precondition(ifMatch, ifNoneMatch)));
  }

  @Override
  public Response patchOwnChannelSettings(
      String channelId, ChannelSettingsPatch patch, @Nullable String ifMatch) {
    return WrittenSettings.ok(
        tokens.change(
            access(),
            channelId,
            DeviceTokenConverter.toChanges(patch),
            tags.precondition(ifMatch, null)));
  }

  @Override
  public Response getOwnChannelSettings(
      String channelId, @Nullable String include, @Nullable String ifNoneMatch) {
    return reader.read(access(), channelId, include);
  }

  @Override
  public Response deleteOwnChannelSettings(String channelId, @Nullable String ifMatch) {
    settings.delete(access(), channelId, tags.precondition(ifMatch, null));
    return Response.noContent().build();
  }

  @Override
  public Response upsertOwnChannelSubscription(String channelId, ChannelSubscriptionUpdate update) {
    var upserted =
        subscriptions.upsert(access(), channelId, update.getIdentifier(), update.getSettings());
    return Response.status(upserted.isNew() ? Response.Status.CREATED : Response.Status.OK)
        .entity(ChannelSubscriptionConverter.toModel(upserted.subscription()))
        .build();
  }

  @Override
  public Response listOwnChannelSubscriptions(String channelId, @Nullable String ifNoneMatch) {
    return Response.ok(ChannelSubscriptionConverter.toList(subscriptions.list(access(), channelId)))
        .build();
  }

  @Override
  public Response deleteOwnChannelSubscription(String channelId, String subscriptionId) {
    subscriptions.delete(access(), channelId, subscriptionId, Identifiers.toUuid(subscriptionId));
    return Response.noContent().build();
  }

  private Access access() {
    return Caller.of(security).access();
  }
}
