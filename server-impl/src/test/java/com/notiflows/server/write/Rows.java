package com.notiflows.server.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.testing.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The stored rows of a project in memory, to run commands without a database. */
public final class Rows {

  private final Map<String, StoredUser> users = new TreeMap<>();
  private final Map<UUID, UserRow> profiles = new TreeMap<>();
  private final Map<Place, UserChannel> places = new TreeMap<>();
  private Instant now = World.START;

  /** Rows with these users. */
  public Rows(String... externalIds) {
    for (int i = 0; i < externalIds.length; i++) {
      add(UserRow.fresh(World.PROJECT, new UUID(7, i), externalIds[i], now), externalIds[i]);
    }
  }

  private void add(UserRow row, String externalId) {
    users.put(externalId, new StoredUser(row.id(), externalId));
    profiles.put(row.id(), row);
  }

  /** Sets the time of the next command. */
  public Rows at(Instant time) {
    now = time;
    return this;
  }

  /** Advances the time by a second. */
  public Rows later() {
    return at(now.plusSeconds(1));
  }

  /** The time of the next command. */
  public Instant now() {
    return now;
  }

  /** The ids of a user. */
  public StoredUser user(String externalId) {
    StoredUser user = users.get(externalId);
    if (user == null) {
      throw new AssertionError("No user " + externalId);
    }
    return user;
  }

  /** Whether the user exists. */
  public boolean hasUser(String externalId) {
    return users.containsKey(externalId);
  }

  /** The profile of a user. */
  public UserRow profile(String externalId) {
    UserRow row = profiles.get(user(externalId).id());
    if (row == null) {
      throw new AssertionError("No profile of " + externalId);
    }
    return row;
  }

  /** Settings and endpoints of a user on a channel. */
  public UserChannel of(String externalId, UUID channelId) {
    Place place = new Place(user(externalId).id(), channelId);
    return places.getOrDefault(place, UserChannel.empty(place));
  }

  /** The live identifiers of a user on a channel, in order. */
  public List<String> identifiers(String externalId, UUID channelId) {
    return of(externalId, channelId).identifiers().stream().map(each -> each.text()).toList();
  }

  /** All stored places. */
  public Collection<UserChannel> places() {
    return places.values();
  }

  /** Runs a command that must succeed, stores its changes and returns its result. */
  public <R> R done(WriteCommand<R> command) {
    return run(command)
        .switchOn(
            value -> value,
            error -> {
              throw new AssertionError(error.code() + ": " + error.getMessage());
            });
  }

  /** Runs a command that must be rejected without changes, and returns its error. */
  public ApiException refused(WriteCommand<?> command) {
    Map<Place, UserChannel> before = new TreeMap<>(places);
    Map<UUID, UserRow> profilesBefore = new TreeMap<>(profiles);
    ApiException error =
        run(command)
            .switchOn(
                value -> {
                  throw new AssertionError("The command was done: " + value);
                },
                refusal -> refusal);
    assertEquals(before, places, "A refused command changes nothing");
    assertEquals(profilesBefore, profiles, "A refused command changes no user");
    return error;
  }

  /** Runs a command and stores its changes, even if it is rejected. */
  public <R> Outcome<R> run(WriteCommand<R> command) {
    ChangeSet rows = new ChangeSet(snapshot(), now);
    Outcome<R> outcome = command.decide(rows);
    store(rows);
    return outcome;
  }

  /** Runs commands as a batch: each sees the changes of the previous ones. */
  public List<Outcome<?>> runTogether(List<WriteCommand<?>> commands) {
    ChangeSet rows = new ChangeSet(snapshot(), now);
    List<Outcome<?>> outcomes = new ArrayList<>();
    commands.forEach(command -> outcomes.add(command.decide(rows)));
    store(rows);
    return outcomes;
  }

  private Snapshot snapshot() {
    Snapshot snapshot = new Snapshot();
    users.values().forEach(snapshot::add);
    profiles.values().forEach(snapshot::add);
    places.values().forEach(snapshot::add);
    return snapshot;
  }

  private void store(ChangeSet rows) {
    rows.removedUsers()
        .forEach(
            id -> {
              users.values().removeIf(user -> user.id().equals(id));
              profiles.remove(id);
              places.keySet().removeIf(place -> place.userId().equals(id));
            });
    rows.createdUsers()
        .forEach(row -> add(row, new String(row.externalId(), StandardCharsets.UTF_8)));
    rows.updatedUsers().forEach(row -> profiles.put(row.id(), row));
    rows.changedPlaces()
        .forEach(
            change -> {
              if (change.after().settings().isEmpty()) {
                places.remove(change.after().place());
              } else {
                places.put(change.after().place(), change.after());
              }
            });
  }
}
