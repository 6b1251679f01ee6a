package com.notiflows.server.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.settings.CanonicalJson;
import com.notiflows.server.settings.PlaceReader;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import com.notiflows.server.write.RefusedWrite;
import com.notiflows.server.write.WriteCommand;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Channel subscriptions: reads them, and makes the commands that write them. */
public final class SubscriptionService {

  private final ProviderCatalog providers;
  private final Limits limits;
  private final PlaceReader places;

  /** Wires the service. */
  public SubscriptionService(BundledSpec spec, PlaceReader places) {
    this.providers = spec.providers();
    this.limits = spec.limits();
    this.places = places;
  }

  /**
   * The command that adds a subscription, or updates the one of the same name or endpoint. Refused
   * with 404 for user or channel, 422 with all violations, or if the user has too many.
   *
   * @param channelText the channel's id as it was sent
   */
  public WriteCommand<AddSubscription.Added> add(
      Access access, String channelText, String identifier, JsonNode settings) {
    Optional<Channel> channel = access.channel();
    if (channel.isEmpty()) {
      return refused(access, Access.noSuchChannel(channelText));
    }
    List<FieldViolation> violations =
        providers.validate(
            channel.get().provider(),
            Provider.Kind.SUBSCRIPTIONS,
            settings,
            "settings",
            limits.listedViolations() + 1);
    if (!violations.isEmpty()) {
      return refused(access, ApiException.validationFailed(violations, limits.listedViolations()));
    }
    return new AddSubscription(
        access.user(),
        channel.get(),
        toStored(channel.get(), access.project().tokenKey(), identifier, settings),
        limits.listedViolations());
  }

  /** A valid subscription, as it will be stored. */
  static NewSubscription toStored(
      Channel channel, TokenKey key, String identifier, JsonNode settings) {
    String field = channel.provider().endpointField().orElseThrow();
    JsonNode stored =
        channel
            .provider()
            .subscriptions()
            .flatMap(Provider.Shape::twoForms)
            .map(forms -> forms.stored(settings))
            .orElse(settings);
    return new NewSubscription(
        UuidCreator.getTimeOrderedEpoch(),
        identifier,
        key.identifier(stored.path(field).asText()),
        CanonicalJson.write(CanonicalJson.sorted(stored)));
  }

  /**
   * All subscriptions of the user on a channel, oldest first.
   *
   * @throws ApiException 404 for user or channel
   */
  public List<Subscription> list(Access access, String channelText) {
    UUID channelId = access.channelId().orElseThrow();
    return places
        .find(access.projectId(), channelId, access.user())
        .map(
            found -> {
              access.requireChannel(channelText);
              return Subscription.of(found.stored());
            })
        .orElseThrow(() -> Access.noSuchUser(access.user()));
  }

  /**
   * The command that removes a subscription. Refused with 404 for user, channel or subscription.
   *
   * @param id its id; empty to find it by its identifier
   * @param text the id or the identifier as it was sent
   */
  public WriteCommand<UUID> delete(
      Access access, String channelText, Optional<UUID> id, String text) {
    return access
        .channel()
        .<WriteCommand<UUID>>map(
            channel -> new DeleteSubscription(access.user(), channel, id, text))
        .orElseGet(() -> refused(access, Access.noSuchChannel(channelText)));
  }

  private static <R> WriteCommand<R> refused(Access access, ApiException error) {
    return new RefusedWrite<>(
        Optional.of(access.user()), access.channelId(), Access.noSuchUser(access.user()), error);
  }
}
