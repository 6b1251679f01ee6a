package com.notiflows.server.write;

import com.notiflows.server.problem.ApiException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A write that is invalid, whatever is stored. It still goes through the queue, because its
 * idempotency key and its user are checked first.
 *
 * @param user the external id, if the operation is about a user
 * @param channelId the channel that it names, if it names one
 * @param noSuchUser the error if there is no such user
 * @param error the error otherwise
 */
public record RefusedWrite<R>(
    Optional<String> user, Optional<UUID> channelId, ApiException noSuchUser, ApiException error)
    implements WriteCommand<R> {

  @Override
  public Needs needs() {
    return new Needs(
        user.map(Set::of).orElse(Set.of()),
        channelId.map(Set::of).orElse(Set.of()),
        false,
        Map.of());
  }

  @Override
  public Outcome<R> decide(ChangeSet rows) {
    boolean isUserMissing = user.isPresent() && rows.user(user.get()).isEmpty();
    return Outcome.rejected(isUserMissing ? noSuchUser : error);
  }
}
