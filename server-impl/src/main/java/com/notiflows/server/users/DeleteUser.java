package com.notiflows.server.users;

import com.notiflows.server.model.StoredUser;
import com.notiflows.server.projects.Access;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Removes a user with all stored data. Returns the id of the user. */
record DeleteUser(String externalId) implements WriteCommand<UUID> {

  @Override
  public Needs needs() {
    return Needs.ofWholeUsers(Set.of(externalId));
  }

  @Override
  public Outcome<UUID> decide(ChangeSet rows) {
    Optional<StoredUser> found = rows.user(externalId);
    if (found.isEmpty()) {
      return Outcome.rejected(Access.noSuchUser(externalId));
    }
    rows.remove(found.get());
    return Outcome.done(found.get().id());
  }
}
