package com.notiflows.server.settings;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.write.ChangeSet;
import java.util.Collection;

/** Who owns an identifier: on an exclusive channel, the last user who registered it. */
public final class Ownership {

  private Ownership() {}

  /**
   * Takes identifiers from their former users, in quarantine or not, if the channel is exclusive.
   *
   * @param taker who registers the identifiers
   * @return how many of them were live
   */
  public static int take(
      ChangeSet rows, Channel channel, Place taker, Collection<Hash> identifiers) {
    if (!channel.isExclusive()) {
      return 0;
    }
    int moved = 0;
    for (Hash hash : identifiers) {
      for (UserChannel owner : rows.owners(channel.id(), hash)) {
        if (!owner.place().equals(taker)) {
          boolean wasLive = owner.find(hash).filter(Endpoint::isLive).isPresent();
          UserChannel left = owner.without(hash);
          rows.put(wasLive ? left.listChanged(rows.now()) : left);
          moved += wasLive ? 1 : 0;
        }
      }
    }
    return moved;
  }
}
