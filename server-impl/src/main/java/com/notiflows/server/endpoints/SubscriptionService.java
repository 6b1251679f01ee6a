package com.notiflows.server.endpoints;

import static com.notiflows.server.settings.SettingsService.refused;

import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.PlaceReader;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.WriteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads channel subscriptions and creates the commands that write them. */
public final class SubscriptionService {

  private final SubscriptionValidator validator;
  private final Limits limits;
  private final PlaceReader places;

  /** Creates the service. */
  public SubscriptionService(BundledSpec spec, PlaceReader places) {
    this.validator = new SubscriptionValidator(spec);
    this.limits = spec.limits();
    this.places = places;
  }

  /**
   * The command that adds a subscription, or updates the one with the same name or endpoint.
   * Rejected with 404 for user or channel, 422 with all violations, or at the cap of the channel.
   *
   * @param channelText the channel id as sent
   */
  public WriteCommand<AddSubscription.Added> add(
      Access access, String channelText, SubscriptionValidator.Sent sent) {
    Optional<Channel> channel = access.channel();
    if (channel.isEmpty()) {
      return refused(access, Access.noSuchChannel(channelText));
    }
    List<FieldViolation> violations = new ArrayList<>();
    Optional<NewSubscription> valid =
        validator.validate(
            channel.get(), access.project().tokenKey(), sent, "settings", violations);
    if (valid.isEmpty()) {
      return refused(access, ApiException.validationFailed(violations, limits.listedViolations()));
    }
    return new AddSubscription(
        access.user(), channel.get(), valid.get(), limits.listedViolations());
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
   * The command that removes a subscription. Rejected with 404 for user, channel or subscription.
   *
   * @param id its id; empty to find it by its identifier
   * @param text the id or the identifier as sent
   */
  public WriteCommand<UUID> delete(
      Access access, String channelText, Optional<UUID> id, String text) {
    return access
        .channel()
        .<WriteCommand<UUID>>map(
            channel -> new DeleteSubscription(access.user(), channel, id, text))
        .orElseGet(() -> refused(access, Access.noSuchChannel(channelText)));
  }
}
