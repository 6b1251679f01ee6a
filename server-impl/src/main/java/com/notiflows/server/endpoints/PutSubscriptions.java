package com.notiflows.server.endpoints;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.settings.Ownership;
import com.notiflows.server.settings.UserChannelCommand;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces all subscriptions of a user on a channel. A subscription whose endpoint or name is
 * already stored keeps its id and position. On an exclusive channel the endpoints move from their
 * former users.
 *
 * @param user the external id
 * @param subscriptions without duplicate endpoints and names
 * @param requireIfMatch whether the project requires a precondition for replacements
 */
public record PutSubscriptions(
    String user, Channel channel, List<NewSubscription> subscriptions, boolean requireIfMatch)
    implements UserChannelCommand<PutSubscriptions.Stored> {

  /** Copies the list. */
  public PutSubscriptions {
    subscriptions = List.copyOf(subscriptions);
  }

  /**
   * The subscriptions as they are stored now.
   *
   * @param moved how many endpoints moved from another user
   */
  public record Stored(List<Subscription> subscriptions, int moved) {

    /** Copies the list. */
    public Stored {
      subscriptions = List.copyOf(subscriptions);
    }
  }

  @Override
  public Set<Hash> registered() {
    return subscriptions.stream().map(NewSubscription::hash).collect(Collectors.toSet());
  }

  @Override
  public long weight() {
    return SMALL + subscriptions.stream().mapToLong(NewSubscription::weight).sum();
  }

  @Override
  public Outcome<Stored> decide(ChangeSet rows, UserChannel before) {
    if (requireIfMatch && !before.live().isEmpty()) {
      return Outcome.rejected(ApiException.preconditionRequired());
    }
    Set<Hash> named = registered();
    List<Endpoint> endpoints = new ArrayList<>(live(before, named, rows));
    before.endpoints().stream()
        .filter(endpoint -> !endpoint.isLive() && !named.contains(endpoint.hash()))
        .forEach(endpoints::add);
    UserChannel after = AddSubscription.settled(before, before.with(endpoints), rows);
    int moved = Ownership.take(rows, channel, before.place(), named);
    rows.put(after);
    return Outcome.done(new Stored(Subscription.of(after), moved));
  }

  private List<Endpoint> live(UserChannel before, Set<Hash> named, ChangeSet rows) {
    List<Endpoint> live = new ArrayList<>(subscriptions.size());
    int next = before.nextPosition();
    for (NewSubscription subscription : subscriptions) {
      Optional<Endpoint> known = known(before, subscription, named);
      Instant now = rows.registration(channel.id(), subscription.hash());
      if (known.isPresent()) {
        live.add(subscription.updating(known.get(), now));
      } else {
        live.add(subscription.created(channel.holder(before.place().userId()), next, now));
        next++;
      }
    }
    return live;
  }

  /**
   * The live one with the same endpoint, else the one of the same name if its endpoint is removed.
   */
  private static Optional<Endpoint> known(
      UserChannel before, NewSubscription subscription, Set<Hash> named) {
    return before
        .find(subscription.hash())
        .filter(Endpoint::isLive)
        .or(
            () ->
                before.live().stream()
                    .filter(subscription::hasNameOf)
                    .filter(endpoint -> !named.contains(endpoint.hash()))
                    .findFirst());
  }

  /** Omits the subscriptions because they identify devices. */
  @Override
  public String toString() {
    return "PutSubscriptions[channel=" + channel.id() + "]";
  }
}
