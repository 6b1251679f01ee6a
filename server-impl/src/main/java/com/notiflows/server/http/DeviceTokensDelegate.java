package com.notiflows.server.http;

import com.notiflows.api.DeviceTokensApi;
import com.notiflows.api.model.TokenFeedbackResult;
import com.notiflows.api.model.TokenFeedbackResults;
import com.notiflows.api.model.TokenOwner;
import com.notiflows.api.model.TokenOwners;
import com.notiflows.server.endpoints.EndpointService;
import com.notiflows.server.endpoints.EndpointService.Named;
import com.notiflows.server.endpoints.RetireEndpoints;
import com.notiflows.server.model.StoredUser;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class DeviceTokensDelegate implements DeviceTokensApi {

  private final EndpointService endpoints;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to the service. */
  public DeviceTokensDelegate(EndpointService endpoints, Writes writes) {
    this.endpoints = endpoints;
    this.writes = writes;
  }

  @Override
  public Response lookUpDeviceToken(String channelId, com.notiflows.api.model.TokenLookup asked) {
    List<StoredUser> owners = endpoints.owners(caller().access(), channelId, named(asked));
    return Response.ok(model(owners)).build();
  }

  @Override
  public Response reportTokenFeedback(
      String channelId,
      com.notiflows.api.model.TokenFeedback model,
      @Nullable String idempotencyKey) {
    List<EndpointService.Report> reports =
        model.getItems().stream()
            .map(
                each ->
                    new EndpointService.Report(
                        Named.of(each.getDeviceToken(), each.getEndpoint()),
                        each.getOutcome(),
                        Timestamps.read(each.getOccurredAt())))
            .toList();
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        endpoints.feedback(caller.access(), channelId, reports),
        results -> WriteAnswer.ok(results(results), List.of()),
        model);
  }

  @Override
  public Response restoreDeviceToken(
      String channelId,
      com.notiflows.api.model.TokenLookup asked,
      @Nullable String idempotencyKey) {
    Caller caller = caller();
    return writes.execute(
        caller,
        idempotencyKey,
        endpoints.restore(caller.access(), channelId, named(asked)),
        owners -> WriteAnswer.ok(model(owners), owners.stream().map(StoredUser::id).toList()),
        asked);
  }

  private static Named named(com.notiflows.api.model.TokenLookup asked) {
    return Named.of(asked.getDeviceToken(), asked.getEndpoint());
  }

  private static TokenOwners model(List<StoredUser> owners) {
    return new TokenOwners()
        .items(
            owners.stream()
                .map(owner -> new TokenOwner().externalId(owner.externalId()).userId(owner.id()))
                .toList());
  }

  private static TokenFeedbackResults results(List<RetireEndpoints.Result> results) {
    return new TokenFeedbackResults()
        .items(results.stream().map(r -> new TokenFeedbackResult().result(r.label())).toList());
  }

  private Caller caller() {
    return Caller.of(security);
  }
}
