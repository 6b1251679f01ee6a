package com.notiflows.server.http;

import com.notiflows.api.ChannelSubscriptionsApi;
import com.notiflows.server.endpoints.SubscriptionService;
import com.notiflows.server.spec.Identifiers;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelSubscriptionsDelegate implements ChannelSubscriptionsApi {

  private final SubscriptionService service;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to the service. */
  public ChannelSubscriptionsDelegate(SubscriptionService service, Writes writes) {
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
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        service.delete(
            caller.access(),
            channelId,
            Optional.of(Identifiers.toUuid(subscriptionId)),
            subscriptionId),
        id -> WriteAnswer.noContent());
  }

  private Caller caller() {
    return Caller.of(security);
  }
}
