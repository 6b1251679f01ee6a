package com.notiflows.server.write;

import com.notiflows.server.model.Hash;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The rows that a command needs.
 *
 * @param users external ids of the users to lock
 * @param channels the channels on which the settings and endpoints of these users are needed
 * @param isOfWholeUsers whether profiles and all channels of the users are needed
 * @param identifiers by channel, the identifiers whose current owners are needed
 */
public record Needs(
    Set<String> users,
    Set<UUID> channels,
    boolean isOfWholeUsers,
    Map<UUID, Set<Hash>> identifiers) {

  /** One user on one channel, and the owners of these identifiers there. */
  public static Needs of(String user, UUID channel, Set<Hash> identifiers) {
    return new Needs(Set.of(user), Set.of(channel), false, Map.of(channel, identifiers));
  }

  /** The owners of identifiers of a channel. */
  public static Needs ofOwners(UUID channel, Set<Hash> identifiers) {
    return new Needs(Set.of(), Set.of(channel), false, Map.of(channel, identifiers));
  }

  /** Users with all that is stored of them. */
  public static Needs ofWholeUsers(Set<String> users) {
    return new Needs(users, Set.of(), true, Map.of());
  }

  /** Everything that any of these needs. */
  public static Needs all(Collection<Needs> all) {
    Set<String> users = new HashSet<>();
    Set<UUID> channels = new HashSet<>();
    Map<UUID, Set<Hash>> identifiers = new HashMap<>();
    boolean isOfWholeUsers = false;
    for (Needs needs : all) {
      users.addAll(needs.users());
      channels.addAll(needs.channels());
      isOfWholeUsers |= needs.isOfWholeUsers();
      needs
          .identifiers()
          .forEach(
              (id, hashes) -> identifiers.computeIfAbsent(id, k -> new HashSet<>()).addAll(hashes));
    }
    return new Needs(users, channels, isOfWholeUsers, identifiers);
  }
}
