package com.notiflows.server.http;

import com.notiflows.api.ChannelSubscriptionsApi;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.Identifiers;
import com.notiflows.server.subscriptions.ChannelSubscriptionService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelSubscriptionsDelegate implements ChannelSubscriptionsApi {

  private final ChannelSubscriptionService service;

  @Context private SecurityContext security;

  /** Delegates to that service. */
  public ChannelSubscriptionsDelegate(ChannelSubscriptionService service) {
    this.service = service;
  }

  @Override
  public Response listUserChannelSubscriptions(
      String userId, String channelId, @Nullable String ifNoneMatch) {
    return Response.ok(ChannelSubscriptionConverter.toList(service.list(access(), channelId)))
        .build();
  }

  @Override
  public Response deleteUserChannelSubscription(
      String userId, String channelId, String subscriptionId) {
    service.delete(access(), channelId, subscriptionId, Identifiers.toUuid(subscriptionId));
    return Response.noContent().build();
  }

  private Access access() {
    return Caller.of(security).access();
  }
}
