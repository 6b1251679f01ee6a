package com.notiflows.server.write;

import com.notiflows.server.changes.Author;
import com.notiflows.server.changes.Change;
import com.notiflows.server.changes.MaskedState;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.UserRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** What one write has touched, as it was before; turns that into changes. */
final class Trail {

  private final Map<Place, UserChannel> places = new TreeMap<>();
  private final Map<UUID, Optional<UserRow>> profiles = new LinkedHashMap<>();
  private final Set<UUID> erased = new LinkedHashSet<>();

  /** Remembers what a place had before the write, unless it was touched already. */
  void place(UserChannel before) {
    places.putIfAbsent(before.place(), before);
  }

  /** Remembers a profile as it was before the write, unless it was touched already. */
  void profile(UUID userId, Optional<UserRow> before) {
    profiles.putIfAbsent(userId, before);
  }

  /** The write erases a user. */
  void erase(UUID userId) {
    erased.add(userId);
  }

  /** Goes on with the users that a copy of the rows touched; its places are put again. */
  void adopt(Trail other) {
    other.profiles.forEach(this::profile);
    erased.addAll(other.erased);
  }

  /** The changes of the write: users first, then places in lock order. Begins the next write. */
  List<Change> take(ChangeSet rows, Author author) {
    List<Change> changes = new ArrayList<>();
    erased.forEach(id -> changes.add(ofErasure(rows.now(), id, author)));
    profiles.keySet().removeAll(erased);
    places.keySet().removeIf(place -> erased.contains(place.userId()));
    profiles.forEach((id, before) -> changes.add(ofProfile(rows, id, before, author)));
    Map<UUID, Set<Hash>> gained = gained(rows);
    places.values().stream()
        .filter(before -> isChanged(before, rows.at(before.place())))
        .forEach(before -> changes.add(ofPlace(rows, before, gained, author)));
    places.clear();
    profiles.clear();
    erased.clear();
    return changes;
  }

  private static Change ofErasure(Instant now, UUID userId, Author author) {
    return new Change(
        Change.Type.ERASED,
        now,
        userId,
        Optional.empty(),
        Optional.empty(),
        author,
        Optional.empty(),
        Optional.empty());
  }

  private static Change ofProfile(
      ChangeSet rows, UUID userId, Optional<UserRow> before, Author author) {
    return new Change(
        Change.Type.SET,
        rows.now(),
        userId,
        Optional.empty(),
        Optional.of(rows.externalId(userId)),
        author,
        before.map(MaskedState::of),
        rows.profile(userId).map(MaskedState::of));
  }

  private static Change ofPlace(
      ChangeSet rows, UserChannel before, Map<UUID, Set<Hash>> gained, Author author) {
    Place place = before.place();
    UserChannel after = rows.at(place);
    return new Change(
        type(before, after, gained.getOrDefault(place.channelId(), Set.of())),
        rows.now(),
        place.userId(),
        Optional.of(place.channelId()),
        Optional.of(rows.externalId(place.userId())),
        author,
        MaskedState.of(before),
        MaskedState.of(after));
  }

  /** By channel, the identifiers that became live at a place. */
  private Map<UUID, Set<Hash>> gained(ChangeSet rows) {
    Map<UUID, Set<Hash>> gained = new HashMap<>();
    for (UserChannel before : places.values()) {
      Set<Hash> own = live(rows.at(before.place()));
      own.removeAll(live(before));
      gained.computeIfAbsent(before.place().channelId(), id -> new HashSet<>()).addAll(own);
    }
    return gained;
  }

  private static Change.Type type(UserChannel before, UserChannel after, Set<Hash> gainedAnywhere) {
    if (after.settings().isEmpty()) {
      return Change.Type.DELETED;
    }
    Set<Hash> lost = live(before);
    lost.removeAll(live(after));
    Set<Hash> gained = live(after);
    gained.removeAll(live(before));
    if (gained.isEmpty() && lost.stream().anyMatch(gainedAnywhere::contains)) {
      return Change.Type.MOVED;
    }
    if (gained.isEmpty() && !lost.isEmpty() && retired(after).containsAll(lost)) {
      return Change.Type.RETIRED;
    }
    if (lost.isEmpty() && !gained.isEmpty() && retired(before).containsAll(gained)) {
      return Change.Type.RESTORED;
    }
    return Change.Type.SET;
  }

  private static Set<Hash> live(UserChannel stored) {
    return stored.live().stream()
        .map(Endpoint::hash)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<Hash> retired(UserChannel stored) {
    return stored.endpoints().stream()
        .filter(endpoint -> !endpoint.isLive())
        .map(Endpoint::hash)
        .collect(Collectors.toSet());
  }

  /** Whether more changed than the time at which an endpoint was last seen. */
  private static boolean isChanged(UserChannel before, UserChannel after) {
    return !before.settings().equals(after.settings())
        || !withoutLastSeen(before).equals(withoutLastSeen(after));
  }

  private static List<Endpoint> withoutLastSeen(UserChannel stored) {
    return stored.live().stream().map(endpoint -> endpoint.touched(Instant.MAX)).toList();
  }
}
