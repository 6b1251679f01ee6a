package com.notiflows.server.settings;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.projects.Access;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.util.Set;

/**
 * A write of what one user has on one channel. Rejected with 404 if there is no such user.
 *
 * @param <R> what a successful write returns
 */
public interface UserChannelCommand<R> extends WriteCommand<R> {

  /** The external id. */
  String user();

  /** The channel. */
  Channel channel();

  /** The identifiers that the write registers: on an exclusive channel, their owners lose them. */
  default Set<Hash> registered() {
    return Set.of();
  }

  /**
   * Decides what to change.
   *
   * @param rows as for {@link #decide(ChangeSet)}
   * @param stored settings and endpoints of the user on the channel
   */
  Outcome<R> decide(ChangeSet rows, UserChannel stored);

  @Override
  default Needs needs() {
    return Needs.of(user(), channel().id(), channel().isExclusive() ? registered() : Set.of());
  }

  @Override
  default Outcome<R> decide(ChangeSet rows) {
    return rows.user(user())
        .map(found -> decide(rows, rows.at(new Place(found.id(), channel().id()))))
        .orElseGet(() -> Outcome.rejected(Access.noSuchUser(user())));
  }
}
