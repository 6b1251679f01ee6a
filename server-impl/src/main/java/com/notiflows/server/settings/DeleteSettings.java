package com.notiflows.server.settings;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import java.util.UUID;

/**
 * Removes settings with their device tokens, including those in quarantine.
 *
 * @param user the external id
 * @param channelText the channel id as sent
 */
public record DeleteSettings(
    String user, Channel channel, String channelText, Precondition precondition)
    implements UserChannelCommand<UUID> {

  @Override
  public Outcome<UUID> decide(ChangeSet rows, UserChannel stored) {
    if (stored.settings().isEmpty() || !channel.takesSettings()) {
      return Outcome.rejected(ChannelSettings.notFound(channelText));
    }
    if (precondition != Precondition.NONE
        && !precondition.holds(ChannelSettings.of(channel, stored))) {
      return Outcome.rejected(ApiException.preconditionFailed(channelText));
    }
    rows.put(UserChannel.empty(stored.place()));
    return Outcome.done(stored.place().userId());
  }
}
