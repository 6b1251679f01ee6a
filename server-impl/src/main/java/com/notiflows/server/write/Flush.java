package com.notiflows.server.write;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.EndpointMapper;
import com.notiflows.server.persistence.EndpointRow;
import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes the changed rows of a batch: at most one statement for each table and kind of change. */
final class Flush {

  private final UUID projectId;
  private final ChangeSet changes;
  private final List<ChannelSettingsRow> firstSettings = new ArrayList<>();
  private final List<ChannelSettingsRow> settings = new ArrayList<>();
  private final List<Place> removedSettings = new ArrayList<>();
  private final List<EndpointRow> added = new ArrayList<>();
  private final List<EndpointRow> removed = new ArrayList<>();
  private final List<EndpointRow> touched = new ArrayList<>();

  private Flush(UUID projectId, ChangeSet changes) {
    this.projectId = projectId;
    this.changes = changes;
    changes.changedPlaces().forEach(change -> compare(change.before(), change.after()));
  }

  /** Writes all changes, in the order in which rows refer to each other. */
  static void write(Mappers mappers, UUID projectId, ChangeSet changes) {
    Flush flush = new Flush(projectId, changes);
    flush.writeUsers(mappers);
    flush.writeSettings(mappers.get(ChannelSettingsMapper.class));
    flush.writeEndpoints(mappers.get(EndpointMapper.class));
  }

  private void compare(UserChannel before, UserChannel after) {
    Place place = after.place();
    if (after.settings().isEmpty()) {
      if (before.settings().isPresent()) {
        removedSettings.add(place); // and its endpoints, by the foreign key
      }
      return;
    }
    if (!after.settings().equals(before.settings())) {
      (before.settings().isEmpty() ? firstSettings : settings)
          .add(ChannelSettingsRow.of(place, after.settings().get()));
    }
    Map<Hash, Endpoint> known = new HashMap<>();
    before.endpoints().forEach(endpoint -> known.put(endpoint.hash(), endpoint));
    for (Endpoint endpoint : after.endpoints()) {
      Endpoint old = known.remove(endpoint.hash());
      if (old == null) {
        added.add(EndpointRow.of(place, endpoint));
      } else if (!old.equals(endpoint)) {
        compare(place, old, endpoint);
      }
    }
    known.values().forEach(endpoint -> removed.add(EndpointRow.of(place, endpoint)));
  }

  private void compare(Place place, Endpoint old, Endpoint changed) {
    EndpointRow row = EndpointRow.of(place, changed);
    if (changed.equals(old.touched(changes.now()))) {
      touched.add(row);
    } else {
      removed.add(row);
      added.add(row);
    }
  }

  private void writeUsers(Mappers mappers) {
    UserMapper users = mappers.get(UserMapper.class);
    for (List<UUID> chunk : Chunks.of(changes.removedUsers())) {
      mappers.get(IdempotencyKeyMapper.class).deleteOfUsers(projectId, chunk);
      users.delete(projectId, chunk);
    }
    Chunks.of(changes.createdUsers(), UserRow::length).forEach(users::insert);
    changes.updatedUsers().forEach(users::update);
  }

  private void writeSettings(ChannelSettingsMapper mapper) {
    Chunks.of(removedSettings).forEach(chunk -> mapper.delete(projectId, chunk));
    Chunks.of(firstSettings, row -> row.settings().length())
        .forEach(chunk -> mapper.insert(projectId, chunk));
    Chunks.of(settings, row -> row.settings().length())
        .forEach(chunk -> mapper.update(projectId, chunk));
  }

  /** Deletes before it inserts: an identifier may move from one user to another. */
  private void writeEndpoints(EndpointMapper mapper) {
    Chunks.of(removed).forEach(chunk -> mapper.delete(projectId, chunk));
    Chunks.of(added, EndpointRow::length).forEach(chunk -> mapper.insert(projectId, chunk));
    Chunks.of(touched).forEach(chunk -> mapper.touch(projectId, chunk, changes.now()));
  }
}
