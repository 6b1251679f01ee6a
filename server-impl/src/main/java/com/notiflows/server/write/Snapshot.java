package com.notiflows.server.write;

import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.UserRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows that a transaction has locked: users, and what they have on channels. So everything here
 * stays as it was read, or the transaction is undone: on a cluster, other nodes do not see locks.
 */
public final class Snapshot {

  private final Map<String, StoredUser> users = new HashMap<>();
  private final Map<UUID, StoredUser> usersById = new HashMap<>();
  private final Map<UUID, UserRow> profiles = new HashMap<>();
  private final Map<Place, UserChannel> places = new HashMap<>();

  /** Adds a locked user. */
  public void add(StoredUser user) {
    users.put(user.externalId(), user);
    usersById.put(user.id(), user);
  }

  /** Adds the profile of a locked user. */
  public void add(UserRow profile) {
    profiles.put(profile.id(), profile);
  }

  /** Adds what a locked user has on a channel. */
  public void add(UserChannel stored) {
    places.put(stored.place(), stored);
  }

  Optional<StoredUser> user(String externalId) {
    return Optional.ofNullable(users.get(externalId));
  }

  Optional<StoredUser> user(UUID id) {
    return Optional.ofNullable(usersById.get(id));
  }

  Optional<UserRow> profile(UUID userId) {
    return Optional.ofNullable(profiles.get(userId));
  }

  UserChannel at(Place place) {
    UserChannel found = places.get(place);
    return found == null ? UserChannel.empty(place) : found;
  }

  Collection<UserChannel> places() {
    return places.values();
  }
}
