package com.notiflows.server.endpoints;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Retires endpoints that were not registered since a given time. Returns how many.
 *
 * @param mostRetired maximum number of retired endpoints per user on the channel
 */
record ExpireEndpoints(UUID channelId, Set<Hash> hashes, Instant until, int mostRetired)
    implements WriteCommand<Integer> {

  private static final String REASON = "expired";
  private static final int WEIGHT_OF_ENDPOINT = 256;

  @Override
  public Needs needs() {
    return Needs.ofOwners(channelId, hashes);
  }

  @Override
  public long weight() {
    return (long) WEIGHT_OF_ENDPOINT * hashes.size();
  }

  @Override
  public Outcome<Integer> decide(ChangeSet rows) {
    int retired = 0;
    for (Hash hash : hashes) {
      for (UserChannel owner : rows.owners(channelId, hash)) {
        Optional<Endpoint> unseen =
            owner
                .find(hash)
                .filter(endpoint -> endpoint.isLive() && endpoint.lastSeenAt().isBefore(until));
        if (unseen.isPresent()) {
          rows.put(RetireEndpoints.retired(owner, unseen.get(), rows.now(), REASON, mostRetired));
          retired++;
        }
      }
    }
    return Outcome.done(retired);
  }
}
