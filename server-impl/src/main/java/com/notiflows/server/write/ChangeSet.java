package com.notiflows.server.write;

import com.notiflows.server.changes.Author;
import com.notiflows.server.changes.Change;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.model.Times;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.UserRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The rows of a {@link Snapshot} as the commands of a batch change them, one after the other. Each
 * command sees the effects of those before it.
 */
public final class ChangeSet {

  private final Snapshot base;
  private final Instant now;
  private final Map<String, Optional<StoredUser>> users;
  private final Map<UUID, UserRow> created;
  private final Map<UUID, UserRow> updated;
  private final Set<UUID> removed;
  private final Map<Place, UserChannel> places;
  private final Map<UUID, Map<Hash, Set<Place>>> owners;
  private final Trail trail = new Trail();

  /**
   * No changes so far.
   *
   * @param now the time of all changes, in microseconds; read after the rows were locked
   */
  public ChangeSet(Snapshot base, Instant now) {
    this.base = base;
    this.now = now;
    this.users = new HashMap<>();
    this.created = new LinkedHashMap<>();
    this.updated = new LinkedHashMap<>();
    this.removed = new LinkedHashSet<>();
    this.places = new TreeMap<>();
    this.owners = new HashMap<>();
    base.places().forEach(this::index);
  }

  private ChangeSet(ChangeSet other) {
    this.base = other.base;
    this.now = other.now;
    this.users = new HashMap<>(other.users);
    this.created = new LinkedHashMap<>(other.created);
    this.updated = new LinkedHashMap<>(other.updated);
    this.removed = new LinkedHashSet<>(other.removed);
    this.places = new TreeMap<>(other.places);
    this.owners = new HashMap<>();
    base.places().stream()
        .filter(stored -> !places.containsKey(stored.place()))
        .forEach(this::index);
    places.values().forEach(this::index);
  }

  /** The time of all changes. */
  public Instant now() {
    return now;
  }

  /** The user of that external id, if there is one. */
  public Optional<StoredUser> user(String externalId) {
    Optional<StoredUser> changed = users.get(externalId);
    return changed == null ? base.user(externalId) : changed;
  }

  /** The user of that id, who is locked as the owner of an identifier. */
  public Optional<StoredUser> user(UUID id) {
    return base.user(id);
  }

  /** The profile of a user, if the command needs whole users and there is such a user. */
  public Optional<UserRow> profile(UUID userId) {
    UserRow changed = updated.getOrDefault(userId, created.get(userId));
    return changed == null ? base.profile(userId) : Optional.of(changed);
  }

  /** The external id of a user who is locked or created. */
  String externalId(UUID userId) {
    UserRow fresh = created.get(userId);
    return fresh == null
        ? base.user(userId).orElseThrow().externalId()
        : new String(fresh.externalId(), StandardCharsets.UTF_8);
  }

  /** What a user has on a channel. */
  public UserChannel at(Place place) {
    UserChannel changed = places.get(place);
    return changed == null ? base.at(place) : changed;
  }

  /** Everything that a whole user has, in order of channel. */
  public List<UserChannel> of(UUID userId) {
    Map<Place, UserChannel> all = new TreeMap<>();
    base.places().forEach(stored -> all.put(stored.place(), stored));
    all.putAll(places);
    return all.values().stream().filter(at -> at.place().userId().equals(userId)).toList();
  }

  /** The places that have an endpoint of that hash, live or retired, in lock order. */
  public List<UserChannel> owners(UUID channelId, Hash hash) {
    Set<Place> found = owners.getOrDefault(channelId, Map.of()).getOrDefault(hash, Set.of());
    return found.stream().map(this::at).toList();
  }

  /**
   * The time of a registration: after everything that is known of the identifier, so that a report
   * of its former death does not retire it again if the clock was set back meanwhile.
   */
  public Instant registration(UUID channelId, Hash hash) {
    Instant time = now;
    for (UserChannel owner : owners(channelId, hash)) {
      Endpoint known = owner.find(hash).orElseThrow();
      time = Times.following(known.lastSeenAt(), time);
      Endpoint.Retirement retirement = known.retirement();
      time = retirement == null ? time : Times.following(retirement.at(), time);
    }
    return time;
  }

  /** Stores what a user has on a channel. */
  public void put(UserChannel changed) {
    UserChannel before = at(changed.place());
    trail.place(before);
    before
        .endpoints()
        .forEach(gone -> ownersOf(changed.place(), gone.hash()).remove(changed.place()));
    places.put(changed.place(), changed);
    index(changed);
  }

  /** Creates a user. */
  public void create(StoredUser user, UserRow profile) {
    trail.profile(user.id(), Optional.empty());
    users.put(user.externalId(), Optional.of(user));
    created.put(user.id(), profile);
  }

  /** Replaces the profile of a user. */
  public void update(UserRow profile) {
    trail.profile(profile.id(), profile(profile.id()));
    (created.containsKey(profile.id()) ? created : updated).put(profile.id(), profile);
  }

  /** Removes a user with everything that is stored of them. */
  public void remove(StoredUser user) {
    trail.erase(user.id());
    for (UserChannel gone : of(user.id())) {
      put(UserChannel.empty(gone.place()));
    }
    users.put(user.externalId(), Optional.empty());
    updated.remove(user.id());
    if (created.remove(user.id()) == null) {
      removed.add(user.id());
    }
  }

  /** The same changes, to go on with or to discard. */
  public ChangeSet copy() {
    return new ChangeSet(this);
  }

  /** Takes over the changes of a copy. */
  public void adopt(ChangeSet copy) {
    trail.adopt(copy.trail);
    users.putAll(copy.users);
    created.clear();
    created.putAll(copy.created);
    updated.clear();
    updated.putAll(copy.updated);
    removed.addAll(copy.removed);
    copy.places.values().forEach(this::put);
  }

  /** What the last write changed. Begins the next write. */
  List<Change> takeChanges(Author author) {
    return trail.take(this, author);
  }

  Collection<UserRow> createdUsers() {
    return created.values();
  }

  Collection<UserRow> updatedUsers() {
    return updated.values();
  }

  Set<UUID> removedUsers() {
    return removed;
  }

  /** What was stored at a place, and what replaces it. */
  record Replacement(UserChannel before, UserChannel after) {}

  /** The changed places of users who stay, in lock order. */
  List<Replacement> changedPlaces() {
    return places.entrySet().stream()
        .filter(entry -> !removed.contains(entry.getKey().userId()))
        .map(entry -> new Replacement(base.at(entry.getKey()), entry.getValue()))
        .toList();
  }

  private void index(UserChannel stored) {
    for (Endpoint endpoint : stored.endpoints()) {
      ownersOf(stored.place(), endpoint.hash()).add(stored.place());
    }
  }

  private Set<Place> ownersOf(Place place, Hash hash) {
    return owners
        .computeIfAbsent(place.channelId(), id -> new HashMap<>())
        .computeIfAbsent(hash, any -> new TreeSet<>());
  }
}
