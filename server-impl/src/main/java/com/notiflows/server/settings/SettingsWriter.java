package com.notiflows.server.settings;

import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.ChannelSettingsMapper.StoredRow;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import com.notiflows.server.spec.TokenOwnership;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes settings of many users in a few statements, and with them the index of their device
 * tokens: at each commit the two agree. Whoever changes the index holds the lock of the settings.
 */
public final class SettingsWriter {

  private final ProviderCatalog providers;
  private final Clock clock;

  /** Writes settings of those providers; the clock dates what is written. */
  public SettingsWriter(ProviderCatalog providers, Clock clock) {
    this.providers = providers;
    this.clock = clock;
  }

  /** How the settings that are there are found before they are written. */
  public enum Look {
    /** They are those that were looked up; the statement that writes them makes sure of it. */
    KNOWN,
    /** They are read and locked; no other user has one of the tokens. */
    LOCKED,
    /** They are read and locked, and so are those of users who may have one of the tokens. */
    MOVING
  }

  /** Chooses among changes, once it is known which settings are there. */
  @FunctionalInterface
  interface Choice {

    /** Those changes that shall be made, in their order. */
    List<SettingsChange> of(Predicate<SettingsChange> isThere);
  }

  /**
   * Makes the changes, in their order, within a transaction of the caller's.
   *
   * @return what was written, in the same order
   * @throws LostRaceException if something is no longer as it was looked up; the same goes for a
   *     {@code DatabaseException} of the kinds {@code DUPLICATE} and {@code PARENT_GONE}
   */
  List<Written> write(
      Mappers mappers, UUID projectId, TokenKey key, List<SettingsChange> changes, Look look) {
    return write(mappers, projectId, key, changes, isThere -> changes, look);
  }

  /**
   * The same for those of the changes that are chosen.
   *
   * @return what was written, in their order; nothing for a removal
   */
  List<Written> write(
      Mappers mappers,
      UUID projectId,
      TokenKey key,
      List<SettingsChange> changes,
      Choice choice,
      Look look) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    TokenIndex index = new TokenIndex(mappers.get(DeviceTokenMapper.class), projectId, key, now);
    ChannelSettingsMapper settings = mappers.get(ChannelSettingsMapper.class);
    Drafts drafts = new Drafts();
    if (look == Look.KNOWN) {
      changes.forEach(c -> add(drafts, new Draft(c.userId(), c.channel(), c.known(), now)));
    } else {
      lock(settings, projectId, places(index, changes, look), now)
          .forEach(draft -> add(drafts, draft));
    }
    List<SettingsChange> chosen =
        choice.of(change -> drafts.at(place(change)).before().isPresent());
    List<Integer> moved = new ArrayList<>();
    for (SettingsChange change : chosen) {
      SeenTokens seen = index.seen(drafts.at(place(change)), change);
      moved.add(drafts.apply(change, seen, isExclusive(change.channel())));
    }
    save(settings, projectId, drafts.all(), look, now);
    Map<Place, List<SettingsChange>> byPlace =
        chosen.stream().collect(Collectors.groupingBy(SettingsWriter::place));
    for (Draft draft : drafts.all()) {
      if (draft.isRemoved()) {
        continue; // its part of the index went with it
      }
      List<SettingsChange> own = byPlace.getOrDefault(draft.place(), List.of());
      ownership(draft.channel()).ifPresent(ownership -> index.note(draft, ownership, own));
    }
    if (!index.save(look != Look.KNOWN)) {
      throw new LostRaceException();
    }
    List<Written> written = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      Draft draft = drafts.at(place(chosen.get(i)));
      if (!draft.isRemoved()) {
        written.add(new Written(draft.settings().orElseThrow(), moved.get(i)));
      }
    }
    return written;
  }

  private void add(Drafts drafts, Draft draft) {
    drafts.add(draft, isExclusive(draft.channel()));
  }

  /** What is changed, and what may lose a token by that. */
  private Map<Place, Access.Channel> places(
      TokenIndex index, List<SettingsChange> changes, Look look) {
    Map<Place, Access.Channel> places = new TreeMap<>(Drafts.ORDER);
    Map<Access.Channel, Set<String>> tokens = new LinkedHashMap<>();
    for (SettingsChange change : changes) {
      places.put(place(change), change.channel());
      if (look == Look.MOVING && isExclusive(change.channel())) {
        tokens.computeIfAbsent(change.channel(), c -> new HashSet<>()).addAll(change.tokens());
      }
    }
    tokens.forEach(
        (channel, named) ->
            index
                .holders(channel.id(), named)
                .forEach(holder -> places.put(new Place(holder, channel.id()), channel)));
    return places;
  }

  private static List<Draft> lock(
      ChannelSettingsMapper mapper,
      UUID projectId,
      Map<Place, Access.Channel> places,
      Instant now) {
    Map<Place, Access.Stored> stored = new HashMap<>();
    for (List<Place> chunk : Chunks.of(places.keySet())) {
      for (StoredRow row : mapper.lock(projectId, chunk)) {
        stored.put(new Place(row.userId(), row.channelId()), Drafts.stored(row));
      }
    }
    List<Draft> drafts = new ArrayList<>();
    places.forEach(
        (place, channel) ->
            drafts.add(
                new Draft(place.userId(), channel, Optional.ofNullable(stored.get(place)), now)));
    return drafts;
  }

  private void save(
      ChannelSettingsMapper mapper,
      UUID projectId,
      Collection<Draft> drafts,
      Look look,
      Instant now) {
    List<Place> removed = new ArrayList<>();
    List<ChannelSettingsRow> created = new ArrayList<>();
    List<ChannelSettingsRow> replaced = new ArrayList<>();
    for (Draft draft : drafts) {
      if (draft.isRemoved()) {
        removed.add(draft.place());
      }
      if (!draft.isChanged()) {
        continue;
      }
      ChannelSettingsRow row =
          new ChannelSettingsRow(
              projectId, draft.userId(), draft.channel().id(), draft.text().orElseThrow(), now);
      if (draft.before().isEmpty()) {
        created.add(row);
      } else if (look != Look.KNOWN) {
        replaced.add(row);
      } else if (lost(mapper, row, draft.before().get())) {
        throw new LostRaceException();
      }
    }
    Chunks.of(removed).forEach(chunk -> mapper.deleteAll(projectId, chunk));
    Chunks.of(created, SettingsWriter::length).forEach(mapper::insert);
    Chunks.of(replaced, SettingsWriter::length).forEach(mapper::replace);
  }

  private static long length(ChannelSettingsRow row) {
    return row.settings().length();
  }

  private static boolean lost(
      ChannelSettingsMapper mapper, ChannelSettingsRow row, Access.Stored known) {
    return mapper.compareAndSet(row, known.settings(), known.createdAt()) == 0;
  }

  /** Whether a device token of the channel belongs to one user at a time. */
  boolean isExclusive(Access.Channel channel) {
    return ownership(channel).filter(TokenOwnership.EXCLUSIVE::equals).isPresent();
  }

  /** Who may have a device token; empty on a channel without any. */
  private Optional<TokenOwnership> ownership(Access.Channel channel) {
    return providers
        .find(channel.provider())
        .flatMap(Provider::tokenOwnership)
        .map(preset -> channel.tokens().ownership().orElse(preset));
  }

  private static Place place(SettingsChange change) {
    return new Place(change.userId(), change.channel().id());
  }
}
