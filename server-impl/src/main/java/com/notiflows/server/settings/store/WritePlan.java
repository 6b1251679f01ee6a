package com.notiflows.server.settings.store;

import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.settings.model.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What becomes of settings, and of the index of their device tokens: first settled, then saved in a
 * few statements.
 */
final class WritePlan {

  private final UUID projectId;
  private final Instant now;
  private final boolean isLocked;
  private final TokenOwners owners;
  private final Map<UUID, Access.Channel> channels = new HashMap<>();
  private final Drafts drafts = new Drafts();
  private final TokenIndex index;
  private final List<SettingsChange> made = new ArrayList<>();
  private final List<Integer> moved = new ArrayList<>();
  private final List<Place> removed = new ArrayList<>();
  private final List<ChannelSettingsRow> created = new ArrayList<>();
  private final List<ChannelSettingsRow> replaced = new ArrayList<>();
  private final List<Draft> guarded = new ArrayList<>();

  /**
   * Nothing, so far.
   *
   * @param isLocked whether what is there is locked; else saving makes sure that it is still there
   */
  WritePlan(UUID projectId, TokenKey key, Instant now, boolean isLocked, TokenOwners owners) {
    this.projectId = projectId;
    this.now = now;
    this.isLocked = isLocked;
    this.owners = owners;
    this.index = new TokenIndex(projectId, key, now);
  }

  TokenIndex index() {
    return index;
  }

  /** Takes in what is there. */
  void start(UUID userId, Access.Channel channel, Optional<Access.Stored> stored) {
    channels.put(channel.id(), channel);
    drafts.add(
        new Draft(new Place(userId, channel.id()), stored, now), owners.isExclusive(channel));
  }

  boolean isThere(SettingsChange change) {
    return drafts.at(change.place()).before().isPresent();
  }

  /**
   * Makes changes, in their order; once.
   *
   * @param tokens where rules look for what is known of tokens
   */
  void settle(List<SettingsChange> changes, Supplier<DeviceTokenMapper> tokens) {
    for (SettingsChange change : changes) {
      SeenTokens seen = index.seen(tokens, drafts.at(change.place()), change);
      made.add(change);
      moved.add(drafts.apply(change, seen, owners.isExclusive(change.channel())));
    }
    Map<Place, List<SettingsChange>> byPlace =
        changes.stream().collect(Collectors.groupingBy(SettingsChange::place));
    for (Draft draft : drafts.all()) {
      settle(draft);
      if (!draft.isRemoved()) { // else its part of the index goes with it
        List<SettingsChange> own = byPlace.getOrDefault(draft.place(), List.of());
        owners.of(channel(draft)).ifPresent(ownership -> index.note(draft, ownership, own));
      }
    }
  }

  private void settle(Draft draft) {
    if (draft.isRemoved()) {
      removed.add(draft.place());
    } else if (draft.isChanged() && draft.before().isEmpty()) {
      created.add(row(draft));
    } else if (draft.isChanged() && isLocked) {
      replaced.add(row(draft));
    } else if (draft.isChanged()) {
      guarded.add(draft);
    }
  }

  private Access.Channel channel(Draft draft) {
    return Objects.requireNonNull(channels.get(draft.place().channelId()));
  }

  private ChannelSettingsRow row(Draft draft) {
    String text = draft.text().orElseThrow();
    return new ChannelSettingsRow(
        projectId, draft.place().userId(), draft.place().channelId(), text, now);
  }

  /** How many statements saving takes, if no list is long. */
  int statements() {
    return (removed.isEmpty() ? 0 : 1)
        + (created.isEmpty() ? 0 : 1)
        + (replaced.isEmpty() ? 0 : 1)
        + guarded.size()
        + index.statements();
  }

  /**
   * Saves what is settled; again, if the transaction is run again.
   *
   * @throws DatabaseException as overtaken, if something is no longer as it was looked up
   */
  List<Written> save(Mappers mappers) {
    ChannelSettingsMapper settings = mappers.get(ChannelSettingsMapper.class);
    guarded.forEach(draft -> replace(settings, draft));
    Chunks.of(removed).forEach(chunk -> settings.deleteAll(projectId, chunk));
    Chunks.of(created, WritePlan::length).forEach(settings::insert);
    Chunks.of(replaced, WritePlan::length)
        .forEach(chunk -> settings.replace(projectId, now, chunk));
    if (!index.save(mappers.get(DeviceTokenMapper.class), isLocked)) {
      throw DatabaseException.overtaken();
    }
    return written();
  }

  private void replace(ChannelSettingsMapper settings, Draft draft) {
    Access.Stored known = draft.before().orElseThrow();
    if (settings.compareAndSet(row(draft), known.settings(), known.createdAt()) == 0) {
      throw DatabaseException.overtaken();
    }
  }

  private static long length(ChannelSettingsRow row) {
    return row.settings().length();
  }

  /** What is stored by each change but removals, in their order. */
  private List<Written> written() {
    List<Written> written = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      SettingsChange change = made.get(i);
      Draft draft = drafts.at(change.place());
      if (!draft.isRemoved()) {
        written.add(new Written(draft.settings(change.channel()).orElseThrow(), moved.get(i)));
      }
    }
    return written;
  }
}
