package com.notiflows.server.endpoints;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.settings.Eviction;
import com.notiflows.server.settings.Ownership;
import com.notiflows.server.settings.UserChannelCommand;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds a subscription of a user, or updates the one with the same name or endpoint. On an exclusive
 * channel the endpoint moves from its former user.
 *
 * @param user the external id
 * @param mostListed maximum number of violations in an error
 */
public record AddSubscription(
    String user, Channel channel, NewSubscription subscription, int mostListed)
    implements UserChannelCommand<AddSubscription.Added> {

  /**
   * A subscription as it is stored now.
   *
   * @param isNew whether this command created it
   * @param moved how many endpoints moved from another user
   */
  public record Added(Subscription subscription, boolean isNew, int moved) {}

  @Override
  public Set<Hash> registered() {
    return Set.of(hash());
  }

  @Override
  public long weight() {
    return subscription.weight();
  }

  @Override
  public Outcome<Added> decide(ChangeSet rows, UserChannel before) {
    Optional<Endpoint> known = known(before);
    UserChannel room = before;
    if (known.isEmpty()) {
      int cap = channel.policy().cap().or(channel.provider()::mostEndpoints).orElseThrow();
      room = channel.policy().isEvicting() ? evicted(before, cap - 1) : before;
      if (room.live().size() >= cap) {
        return Outcome.rejected(tooMany(cap));
      }
    }
    Instant now = rows.registration(channel.id(), hash());
    Endpoint stored =
        known
            .map(old -> subscription.updating(old, now))
            .orElseGet(
                () ->
                    subscription.created(
                        channel.holder(before.place().userId()), before.nextPosition(), now));
    int moved = Ownership.take(rows, channel, before.place(), registered());
    UserChannel after = withoutDouble(room, known).with(stored);
    rows.put(settled(before, after, rows));
    return Outcome.done(new Added(Subscription.of(after, stored), known.isEmpty(), moved));
  }

  /** The live subscription with the same endpoint, otherwise the one with the same name. */
  private Optional<Endpoint> known(UserChannel before) {
    return before
        .find(hash())
        .filter(Endpoint::isLive)
        .or(() -> before.live().stream().filter(subscription::hasNameOf).findFirst());
  }

  /** Without the updated row and without another one of the same name. */
  private UserChannel withoutDouble(UserChannel stored, Optional<Endpoint> known) {
    return stored.with(
        stored.endpoints().stream()
            .filter(endpoint -> known.filter(old -> old.hash().equals(endpoint.hash())).isEmpty())
            .filter(endpoint -> !endpoint.isLive() || !subscription.hasNameOf(endpoint))
            .toList());
  }

  private UserChannel evicted(UserChannel before, int room) {
    int retired = before.endpoints().size() - before.live().size();
    return before.with(
        Eviction.keep(
            before.endpoints(), room + retired, Eviction.order(before.live(), Set.of(hash()))));
  }

  /** With a settings row, whose time of change is updated if the list changed. */
  static UserChannel settled(UserChannel before, UserChannel after, ChangeSet rows) {
    if (after.settings().isEmpty()) {
      return after.with(new StoredSettings(StoredSettings.NO_TEXT, rows.now(), rows.now()));
    }
    return before.identifiers().equals(after.identifiers()) ? after : after.listChanged(rows.now());
  }

  private Hash hash() {
    return subscription.hash();
  }

  private ApiException tooMany(int cap) {
    FieldViolation violation =
        new FieldViolation(
            "identifier",
            "would be one more than the "
                + cap
                + " that a user may have on a channel; remove one that is no longer used",
            Reason.TOO_MANY);
    return ApiException.validationFailed(List.of(violation), mostListed);
  }
}
