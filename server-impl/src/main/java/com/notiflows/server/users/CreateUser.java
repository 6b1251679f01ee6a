package com.notiflows.server.users;

import com.notiflows.server.model.StoredUser;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Creates a user without profile data. Returns nothing if there is such a user already. */
record CreateUser(UUID projectId, UUID freshId, String externalId)
    implements WriteCommand<Optional<UserRow>> {

  @Override
  public Needs needs() {
    return Needs.ofWholeUsers(Set.of(externalId));
  }

  @Override
  public Outcome<Optional<UserRow>> decide(ChangeSet rows) {
    if (rows.user(externalId).isPresent()) {
      return Outcome.done(Optional.empty());
    }
    UserRow row = UserRow.fresh(projectId, freshId, externalId, rows.now());
    rows.create(new StoredUser(freshId, externalId), row);
    return Outcome.done(Optional.of(row));
  }

  /** Omits the external id because it can identify a person. */
  @Override
  public String toString() {
    return "CreateUser";
  }
}
