package com.notiflows.server.http;

import com.notiflows.api.DeviceTokensApi;
import com.notiflows.api.model.TokenFeedbackResult;
import com.notiflows.api.model.TokenFeedbackResults;
import com.notiflows.api.model.TokenOwner;
import com.notiflows.api.model.TokenOwners;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.devices.TokenFeedback;
import com.notiflows.server.settings.devices.TokenLookup;
import com.notiflows.server.settings.devices.TokenRestoration;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the services. */
public final class DeviceTokensDelegate implements DeviceTokensApi {

  private final TokenLookup lookup;
  private final TokenFeedback feedback;
  private final TokenRestoration restoration;
  private final Writes writes;

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public DeviceTokensDelegate(
      TokenLookup lookup, TokenFeedback feedback, TokenRestoration restoration, Writes writes) {
    this.lookup = lookup;
    this.feedback = feedback;
    this.restoration = restoration;
    this.writes = writes;
  }

  @Override
  public Response lookUpDeviceToken(String channelId, com.notiflows.api.model.TokenLookup asked) {
    return Response.ok(owners(caller().access(), channelId, asked.getDeviceToken())).build();
  }

  @Override
  public Response reportTokenFeedback(
      String channelId,
      com.notiflows.api.model.TokenFeedback model,
      @Nullable String idempotencyKey) {
    List<TokenFeedback.Report> reports =
        model.getItems().stream()
            .map(
                each ->
                    new TokenFeedback.Report(
                        each.getDeviceToken(),
                        each.getOutcome(),
                        Timestamps.read(each.getOccurredAt())))
            .toList();
    return writes.once(
        caller(),
        idempotencyKey,
        access -> WriteAnswer.ok(results(feedback.take(access, channelId, reports)), List.of()),
        model);
  }

  @Override
  public Response restoreDeviceToken(
      String channelId,
      com.notiflows.api.model.TokenLookup asked,
      @Nullable String idempotencyKey) {
    return writes.once(
        caller(),
        idempotencyKey,
        access -> {
          restoration.restore(access, channelId, asked.getDeviceToken());
          TokenOwners owners = owners(access, channelId, asked.getDeviceToken());
          return WriteAnswer.ok(
              owners, owners.getItems().stream().map(TokenOwner::getUserId).toList());
        },
        asked);
  }

  private TokenOwners owners(Access access, String channelId, String token) {
    List<TokenOwner> owners =
        lookup.owners(access, channelId, token).stream()
            .map(o -> new TokenOwner().externalId(o.externalId()).userId(o.userId()))
            .toList();
    return new TokenOwners().items(owners);
  }

  private static TokenFeedbackResults results(List<TokenFeedback.Result> results) {
    return new TokenFeedbackResults()
        .items(results.stream().map(r -> new TokenFeedbackResult().result(r.label())).toList());
  }

  private Caller caller() {
    return Caller.of(security);
  }
}
