package com.notiflows.server.http;

import com.notiflows.api.ChannelSubscriptionsApi;
import com.notiflows.server.spec.Identifiers;
import com.notiflows.server.subscriptions.ChannelSubscriptionService;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelSubscriptionsDelegate implements ChannelSubscriptionsApi {

  private final ChannelSubscriptionService service;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to that service. */
  public ChannelSubscriptionsDelegate(ChannelSubscriptionService service, Writes writes) {
    this.service = service;
    this.writes = writes;
  }

  @Override
  public Response listUserChannelSubscriptions(
      String userId, String channelId, @Nullable String ifNoneMatch) {
    return Response.ok(
            ChannelSubscriptionConverter.toList(service.list(caller().access(), channelId)))
        .build();
  }

  @Override
  public Response deleteUserChannelSubscription(
      String userId, String channelId, String subscriptionId, @Nullable String idempotencyKey) {
    return writes.once(
        caller(),
        idempotencyKey,
        access -> {
          service.delete(access, channelId, subscriptionId, Identifiers.toUuid(subscriptionId));
          return WriteAnswer.noContent();
        });
  }

  private Caller caller() {
    return Caller.of(security);
  }
}
