package com.notiflows.server.endpoints;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.settings.UserChannelCommand;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes a subscription of a user.
 *
 * @param user the external id
 * @param id the subscription's id; empty to find it by name
 * @param text the id or the name as sent
 */
public record DeleteSubscription(String user, Channel channel, Optional<UUID> id, String text)
    implements UserChannelCommand<UUID> {

  @Override
  public Outcome<UUID> decide(ChangeSet rows, UserChannel stored) {
    Optional<Endpoint> gone = stored.live().stream().filter(this::isMeant).findFirst();
    if (gone.isEmpty()) {
      return Outcome.rejected(
          ApiException.notFound(
              "channel_subscription",
              id.isPresent() ? text : null,
              "The user has no such subscription on this channel"));
    }
    UserChannel left = stored.without(gone.get().hash());
    rows.put(
        left.endpoints().isEmpty()
            ? UserChannel.empty(left.place())
            : left.listChanged(rows.now()));
    return Outcome.done(stored.place().userId());
  }

  private boolean isMeant(Endpoint endpoint) {
    Endpoint.Subscription own = endpoint.subscription();
    return own != null && id.map(own.id()::equals).orElseGet(() -> own.name().equals(text));
  }

  /** Omits the name because it may be a push endpoint. */
  @Override
  public String toString() {
    return "DeleteSubscription[channel=" + channel.id() + "]";
  }
}
