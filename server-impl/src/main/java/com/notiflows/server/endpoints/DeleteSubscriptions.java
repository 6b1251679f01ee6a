package com.notiflows.server.endpoints;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Removes all subscriptions of a user on a channel, with their quarantine.
 *
 * @param user the external id
 */
public record DeleteSubscriptions(String user, Channel channel) implements WriteCommand<UUID> {

  private static final int WEIGHT = 256;

  @Override
  public Needs needs() {
    return Needs.of(user, channel.id(), Set.of());
  }

  @Override
  public long weight() {
    return WEIGHT;
  }

  @Override
  public Outcome<UUID> decide(ChangeSet rows) {
    Optional<StoredUser> found = rows.user(user);
    if (found.isEmpty()) {
      return Outcome.rejected(Access.noSuchUser(user));
    }
    Place place = new Place(found.get().id(), channel.id());
    if (rows.at(place).live().isEmpty()) {
      return Outcome.rejected(
          ApiException.notFound(
              "channel_subscription", null, "The user has no subscriptions on this channel"));
    }
    rows.put(UserChannel.empty(place));
    return Outcome.done(found.get().id());
  }
}
