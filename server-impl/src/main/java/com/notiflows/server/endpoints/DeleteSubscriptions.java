package com.notiflows.server.endpoints;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.settings.UserChannelCommand;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import java.util.UUID;

/**
 * Removes all subscriptions of a user on a channel, including those in quarantine.
 *
 * @param user the external id
 */
public record DeleteSubscriptions(String user, Channel channel)
    implements UserChannelCommand<UUID> {

  @Override
  public Outcome<UUID> decide(ChangeSet rows, UserChannel stored) {
    if (stored.live().isEmpty()) {
      return Outcome.rejected(
          ApiException.notFound(
              "channel_subscription", null, "The user has no subscriptions on this channel"));
    }
    rows.put(UserChannel.empty(stored.place()));
    return Outcome.done(stored.place().userId());
  }
}
