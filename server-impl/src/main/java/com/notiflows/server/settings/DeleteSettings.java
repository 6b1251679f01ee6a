package com.notiflows.server.settings;

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
 * Removes settings, with device tokens and quarantine.
 *
 * @param user the external id
 * @param channelText the channel's id as it was sent
 */
public record DeleteSettings(
    String user, Channel channel, String channelText, Precondition precondition)
    implements WriteCommand<UUID> {

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
    UserChannel stored = rows.at(place);
    if (stored.settings().isEmpty() || !channel.takesSettings()) {
      return Outcome.rejected(ChannelSettings.notFound(channelText));
    }
    if (precondition != Precondition.NONE
        && !precondition.holds(ChannelSettings.of(channel, stored))) {
      return Outcome.rejected(ApiException.preconditionFailed(channelText));
    }
    rows.put(UserChannel.empty(place));
    return Outcome.done(found.get().id());
  }
}
