package com.notiflows.server.settings.store;

import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.DeviceTokenMapper.DeviceRow;
import com.notiflows.server.persistence.DeviceTokenRow;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.DeviceFacts;
import com.notiflows.server.spec.TokenOwnership;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one transaction changes of the index of a project's device tokens. */
final class TokenIndex {

  /** The holder of whatever only one user may have. */
  private static final UUID NOBODY_ELSE = new UUID(0, 0);

  /** All writers go through the index in this order, so that none waits in a ring. */
  private static final Comparator<DeviceTokenRow> ORDER =
      Comparator.comparing(DeviceTokenRow::channelId)
          .thenComparing(DeviceTokenRow::tokenHash, Arrays::compareUnsigned);

  private final UUID projectId;
  private final TokenKey key;
  private final Instant now;
  private final List<DeviceTokenRow> gone = new ArrayList<>();
  private final List<DeviceTokenRow> come = new ArrayList<>();
  private final List<DeviceTokenRow> waived = new ArrayList<>();
  private final List<DeviceTokenRow> seen = new ArrayList<>();
  private final List<DeviceTokenRow> described = new ArrayList<>();
  private final List<Place> unreadable = new ArrayList<>();

  TokenIndex(UUID projectId, TokenKey key, Instant now) {
    this.projectId = projectId;
    this.key = key;
    this.now = now;
  }

  /** Users who have one of the tokens at the moment. */
  List<UUID> holders(DeviceTokenMapper mapper, UUID channelId, Collection<String> tokens) {
    return Chunks.of(tokens).stream()
        .map(chunk -> chunk.stream().map(key::hash).toList())
        .flatMap(hashes -> mapper.holders(projectId, channelId, hashes).stream())
        .toList();
  }

  /** What is known of the tokens of a user; looked up when it is asked for. */
  SeenTokens seen(Supplier<DeviceTokenMapper> mapper, Draft draft, SettingsChange change) {
    Set<ByteBuffer> installations =
        change.devices().stream()
            .flatMap(device -> device.installationId().stream())
            .map(id -> ByteBuffer.wrap(key.hash(id)))
            .collect(Collectors.toSet());
    return new SeenTokens() {
      @Override
      public Set<String> superseded() {
        return installations.isEmpty()
            ? Set.of()
            : tokens(mapper.get(), draft, row -> isOfOne(installations, row)).stream()
                .filter(token -> !change.tokens().contains(token))
                .collect(Collectors.toSet());
      }

      @Override
      public List<String> leastRecentFirst() {
        return tokens(mapper.get(), draft, row -> true);
      }
    };
  }

  private static boolean isOfOne(Set<ByteBuffer> installations, DeviceRow row) {
    byte[] installation = row.installationHash();
    return installation != null && installations.contains(ByteBuffer.wrap(installation));
  }

  /** Tokens of a user, those first that were not seen for longest. */
  private List<String> tokens(DeviceTokenMapper mapper, Draft draft, Predicate<DeviceRow> filter) {
    Map<ByteBuffer, String> byHash = new HashMap<>();
    draft.tokens().forEach(token -> byHash.put(ByteBuffer.wrap(key.hash(token)), token));
    return mapper.devices(projectId, draft.place().userId(), draft.place().channelId()).stream()
        .filter(filter)
        .sorted(Comparator.comparing(DeviceRow::lastSeenAt))
        .map(row -> byHash.get(ByteBuffer.wrap(row.tokenHash())))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Takes up what a draft changes, and what a change of it says of its devices. */
  void note(Draft draft, TokenOwnership ownership, List<SettingsChange> changes) {
    Set<String> named = new HashSet<>();
    Map<String, DeviceFacts> told = new HashMap<>();
    Set<String> unwanted = new HashSet<>();
    for (SettingsChange change : changes) {
      named.addAll(change.tokens());
      change.devices().forEach(device -> told.put(device.token(), device));
      unwanted.addAll(change.unwanted());
    }
    UUID holder = ownership == TokenOwnership.EXCLUSIVE ? NOBODY_ELSE : draft.place().userId();
    if (draft.isUnreadable()) {
      unreadable.add(draft.place());
    }
    Set<String> before = draft.tokensBefore();
    Set<String> after = draft.tokens();
    for (String token : before) {
      if (!after.contains(token)) {
        gone.add(row(draft, holder, token, null));
      } else if (told.containsKey(token)) {
        described.add(row(draft, holder, token, told.get(token)));
      } else if (named.contains(token)) {
        seen.add(row(draft, holder, token, null));
      }
    }
    for (String token : after) {
      if (!before.contains(token)) {
        come.add(row(draft, holder, token, told.get(token)));
      }
    }
    for (String token : unwanted) {
      if (!before.contains(token) && !after.contains(token)) {
        waived.add(row(draft, draft.place().userId(), token, null));
      }
    }
  }

  /** How many statements saving takes, if no list is long. */
  int statements() {
    return unreadable.size()
        + (gone.isEmpty() ? 0 : 1)
        + (come.isEmpty() ? 0 : 1)
        + (come.isEmpty() && waived.isEmpty() ? 0 : 1)
        + described.size()
        + (seen.isEmpty() ? 0 : 1);
  }

  /**
   * Writes what was taken up.
   *
   * @param isLocked whether the settings are locked, so that a token that is not in the index never
   *     was, and is put there now
   * @return whether all tokens that were seen again are in the index
   */
  boolean save(DeviceTokenMapper mapper, boolean isLocked) {
    unreadable.forEach(place -> mapper.forget(projectId, place.userId(), place.channelId()));
    gone.sort(ORDER);
    Chunks.of(gone).forEach(chunk -> mapper.delete(projectId, chunk));
    come.sort(ORDER);
    Chunks.of(come).forEach(mapper::insert);
    Chunks.of(Stream.concat(come.stream(), waived.stream()).toList())
        .forEach(chunk -> mapper.endQuarantine(projectId, chunk));
    described.sort(ORDER);
    seen.sort(ORDER);
    int found = described.stream().mapToInt(mapper::describe).sum();
    found += Chunks.of(seen).stream().mapToInt(c -> mapper.see(projectId, c, now)).sum();
    boolean isComplete = found == described.size() + seen.size();
    if (!isComplete && isLocked) {
      insertMissing(mapper);
    }
    return isComplete || isLocked;
  }

  /** Settings of before there was an index are indexed as their devices register again. */
  private void insertMissing(DeviceTokenMapper mapper) {
    Map<Place, Set<ByteBuffer>> known = new HashMap<>();
    List<DeviceTokenRow> missing = new ArrayList<>();
    for (DeviceTokenRow row : Stream.concat(described.stream(), seen.stream()).toList()) {
      Place place = new Place(row.userId(), row.channelId());
      Set<ByteBuffer> hashes = known.computeIfAbsent(place, p -> hashes(mapper, p));
      if (!hashes.contains(ByteBuffer.wrap(row.tokenHash()))) {
        missing.add(row);
      }
    }
    missing.sort(ORDER);
    Chunks.of(missing).forEach(mapper::insert);
  }

  private Set<ByteBuffer> hashes(DeviceTokenMapper mapper, Place place) {
    return mapper.devices(projectId, place.userId(), place.channelId()).stream()
        .map(row -> ByteBuffer.wrap(row.tokenHash()))
        .collect(Collectors.toSet());
  }

  private DeviceTokenRow row(Draft draft, UUID holder, String token, @Nullable DeviceFacts device) {
    return new DeviceTokenRow(
        projectId,
        draft.place().userId(),
        draft.place().channelId(),
        key.hash(token),
        holder,
        device == null ? null : device.installationId().map(key::hash).orElse(null),
        device == null ? null : CanonicalJson.write(CanonicalJson.sorted(device.facts())),
        now);
  }
}
