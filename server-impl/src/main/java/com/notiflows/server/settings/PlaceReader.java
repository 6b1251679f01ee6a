package com.notiflows.server.settings;

import com.notiflows.server.encryption.DecryptionException;
import com.notiflows.server.lanes.GroupedCalls;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.UserChannels;
import com.notiflows.server.write.UserChannels.Found;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads settings and endpoints of users. Concurrent reads of one channel share statements. */
public final class PlaceReader {

  private record Key(UUID projectId, UUID channelId) {}

  private final Transactions transactions;
  private final Limits limits;
  private final GroupedCalls<Key, String, Supplier<Optional<Found>>> reads;

  /**
   * Creates a reader.
   *
   * @param bounds limits of the queue of reads
   */
  public PlaceReader(Transactions transactions, Limits limits, GroupedCalls.Bounds bounds) {
    this.transactions = transactions;
    this.limits = limits;
    this.reads = new GroupedCalls<>(bounds, Key::projectId, user -> user.length(), this::read);
  }

  /** A user with settings and endpoints on a channel; empty if there is no such user. */
  public Optional<Found> find(UUID projectId, UUID channelId, String externalId) {
    return reads
        .call(new Key(projectId, channelId), externalId)
        .orElseThrow(
            () -> ApiException.unavailable(Unavailable.QUEUE_FULL, limits.retryAfterSeconds()))
        .get();
  }

  /** The load of the queue of reads at this moment. */
  public GroupedCalls.Load load() {
    return reads.load();
  }

  /** Settings and endpoints of users, in order of user and channel. */
  public List<UserChannel> ofUsers(UUID projectId, Collection<UUID> userIds) {
    return userIds.isEmpty()
        ? List.of()
        : UserChannels.ofUsers(
            transactions.single(
                ChannelSettingsMapper.class,
                mapper -> mapper.placesOfUsers(projectId, userIds, null, Lock.NONE)));
  }

  /** If the data of a user can't be decrypted, the readers of others do not fail with it. */
  private List<Supplier<Optional<Found>>> read(Key key, List<String> users) {
    try {
      Map<String, Found> found = found(key, users);
      return users.stream()
          .<Supplier<Optional<Found>>>map(user -> () -> Optional.ofNullable(found.get(user)))
          .toList();
    } catch (DecryptionException e) { // logged for the reader whom it concerns
      return users.stream().map(user -> alone(key, user)).toList();
    }
  }

  private Supplier<Optional<Found>> alone(Key key, String user) {
    try {
      Optional<Found> found = Optional.ofNullable(found(key, List.of(user)).get(user));
      return () -> found;
    } catch (DecryptionException e) {
      return () -> {
        throw e;
      };
    }
  }

  private Map<String, Found> found(Key key, List<String> users) {
    List<byte[]> externalIds =
        users.stream().distinct().map(id -> id.getBytes(StandardCharsets.UTF_8)).toList();
    Map<String, Found> found = new HashMap<>();
    UserChannels.onChannel(
            transactions.single(
                ChannelSettingsMapper.class,
                mapper ->
                    mapper.placesOf(
                        key.projectId(), key.channelId(), Chunks.padded(externalIds), Lock.NONE)),
            key.channelId())
        .forEach(each -> found.put(each.user().externalId(), each));
    return found;
  }
}
