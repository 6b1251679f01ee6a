package com.notiflows.server.write;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.EndpointMapper;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Locks and reads the rows that commands need, in as few statements as possible. Users are locked
 * before anything of theirs is read, and these rows too: other nodes of a cluster do not see the
 * lock of a user.
 */
final class SnapshotLoader {

  private final Mappers mappers;
  private final UUID projectId;
  private final Lock lock;
  private final Snapshot snapshot = new Snapshot();
  private final Set<UUID> locked = new HashSet<>();

  private SnapshotLoader(Mappers mappers, UUID projectId, Lock lock) {
    this.mappers = mappers;
    this.projectId = projectId;
    this.lock = lock;
  }

  /** The rows that are needed. */
  static Snapshot load(Mappers mappers, UUID projectId, Needs needs, Lock lock) {
    SnapshotLoader loader = new SnapshotLoader(mappers, projectId, lock);
    List<byte[]> users = sorted(needs.users());
    if (!needs.isOfWholeUsers() && needs.channels().size() == 1) {
      loader.load(users, needs.channels().iterator().next());
    } else {
      loader.load(users, needs.isOfWholeUsers() ? null : needs.channels());
    }
    loader.loadOwners(needs.identifiers());
    return loader.snapshot;
  }

  private static List<byte[]> sorted(Set<String> externalIds) {
    return externalIds.stream()
        .map(id -> id.getBytes(StandardCharsets.UTF_8))
        .sorted(Arrays::compareUnsigned)
        .toList();
  }

  /** In one statement. */
  private void load(List<byte[]> externalIds, UUID channelId) {
    ChannelSettingsMapper mapper = mappers.get(ChannelSettingsMapper.class);
    for (List<byte[]> chunk : Chunks.of(externalIds)) {
      UserChannels.onChannel(
              mapper.placesOf(projectId, channelId, Chunks.padded(chunk), lock), channelId)
          .forEach(
              found -> {
                add(found.user());
                snapshot.add(found.stored());
              });
    }
  }

  /**
   * In two statements.
   *
   * @param channelIds null for all channels
   */
  private void load(List<byte[]> externalIds, @Nullable Set<UUID> channelIds) {
    Set<UUID> userIds = new TreeSet<>();
    for (List<byte[]> chunk : Chunks.of(externalIds)) {
      for (UserRow row : mappers.get(UserMapper.class).find(projectId, chunk, lock)) {
        userIds.add(row.id());
        add(new StoredUser(row.id(), text(row.externalId())));
        snapshot.add(row);
      }
    }
    loadPlaces(userIds, channelIds);
  }

  /** Locks other users who own one of the identifiers, and reads what they have there. */
  private void loadOwners(Map<UUID, Set<Hash>> identifiers) {
    Set<UUID> named = Set.copyOf(locked); // what these have is there already
    Map<UUID, Set<UUID>> owners = new TreeMap<>();
    identifiers.forEach((channelId, hashes) -> owners.put(channelId, owners(channelId, hashes)));
    Set<UUID> all = new TreeSet<>();
    owners.values().forEach(all::addAll);
    all.removeAll(named);
    for (List<UUID> chunk : Chunks.of(all)) {
      mappers
          .get(UserMapper.class)
          .lock(projectId, chunk, lock)
          .forEach(row -> add(new StoredUser(row.id(), text(row.externalId()))));
    }
    owners.forEach(
        (channelId, users) -> {
          users.retainAll(locked);
          users.removeAll(named);
          loadPlaces(users, Set.of(channelId));
        });
  }

  private Set<UUID> owners(UUID channelId, Set<Hash> hashes) {
    Set<Hash> known = exclusivelyOwned(channelId);
    List<Hash> unknown = hashes.stream().filter(hash -> !known.contains(hash)).sorted().toList();
    Set<UUID> owners = new TreeSet<>();
    EndpointMapper endpoints = mappers.get(EndpointMapper.class);
    for (List<Hash> chunk : Chunks.of(unknown)) {
      endpoints
          .owners(projectId, channelId, Chunks.padded(chunk))
          .forEach(row -> owners.add(row.userId()));
    }
    return owners;
  }

  /** The identifiers of a channel whose only owners are locked already. */
  private Set<Hash> exclusivelyOwned(UUID channelId) {
    return snapshot.places().stream()
        .filter(stored -> stored.place().channelId().equals(channelId))
        .flatMap(stored -> stored.endpoints().stream())
        .filter(endpoint -> endpoint.holder().equals(Endpoint.ANYBODY))
        .map(Endpoint::hash)
        .collect(Collectors.toSet());
  }

  /**
   * Reads what users have.
   *
   * @param channelIds null for all channels
   */
  private void loadPlaces(Collection<UUID> userIds, @Nullable Set<UUID> channelIds) {
    if (channelIds != null && channelIds.isEmpty()) {
      return; // no item of a bulk write names a channel and is valid
    }
    ChannelSettingsMapper mapper = mappers.get(ChannelSettingsMapper.class);
    List<UUID> channels = channelIds == null ? null : List.copyOf(channelIds);
    for (List<UUID> chunk : Chunks.of(userIds)) {
      UserChannels.ofUsers(mapper.placesOfUsers(projectId, chunk, channels, lock))
          .forEach(snapshot::add);
    }
  }

  private void add(StoredUser user) {
    locked.add(user.id());
    snapshot.add(user);
  }

  private static String text(byte[] externalId) {
    return new String(externalId, StandardCharsets.UTF_8);
  }
}
