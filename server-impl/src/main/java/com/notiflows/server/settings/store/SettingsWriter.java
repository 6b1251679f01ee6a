package com.notiflows.server.settings.store;

import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.ChannelSettingsMapper.StoredRow;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.settings.model.Written;
import com.notiflows.server.spec.ProviderCatalog;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

/**
 * Writes settings of many users in a few statements, and with them the index of their device
 * tokens: at each commit the two agree. Whoever puts tokens into the index, or takes them out, has
 * the lock of the settings, by reading or by writing them; that a token was seen needs none, since
 * the row is there or it is not.
 */
public final class SettingsWriter {

  private final TokenOwners owners;
  private final Clock clock;

  /** Writes settings of those providers; the clock dates what is written. */
  public SettingsWriter(ProviderCatalog providers, Clock clock) {
    this.owners = new TokenOwners(providers);
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
  public interface Choice {

    /** Those changes that shall be made, in their order. */
    List<SettingsChange> of(Predicate<SettingsChange> isThere);
  }

  /**
   * Makes the changes, in their order, within a transaction of the caller's.
   *
   * @return what was written, in the same order
   * @throws com.notiflows.server.persistence.DatabaseException as a lost race, if something is no
   *     longer as it was looked up
   */
  public List<Written> write(
      Mappers mappers, UUID projectId, TokenKey key, List<SettingsChange> changes, Look look) {
    return write(mappers, projectId, key, changes, isThere -> changes, look);
  }

  /**
   * The same for those of the changes that are chosen.
   *
   * @return what was written, in their order; nothing for a removal
   */
  public List<Written> write(
      Mappers mappers,
      UUID projectId,
      TokenKey key,
      List<SettingsChange> changes,
      Choice choice,
      Look look) {
    WritePlan plan = plan(projectId, key, look != Look.KNOWN);
    DeviceTokenMapper tokens = mappers.get(DeviceTokenMapper.class);
    if (look == Look.KNOWN) {
      changes.forEach(c -> plan.start(c.userId(), c.channel(), c.known()));
    } else {
      Map<Place, Access.Channel> places = places(plan.index(), tokens, changes, look);
      lock(plan, mappers.get(ChannelSettingsMapper.class), projectId, places);
    }
    plan.settle(choice.of(plan::isThere), () -> tokens);
    return plan.save(mappers);
  }

  /**
   * Makes a change to settings as they were looked up, in a transaction only if it takes more than
   * one statement, and returns after the commit.
   *
   * @param change its rule asks for nothing that is known of tokens
   * @throws com.notiflows.server.persistence.DatabaseException as a lost race, if something is no
   *     longer as it was looked up
   */
  Written writeKnown(
      Transactions transactions, UUID projectId, TokenKey key, SettingsChange change) {
    WritePlan plan = plan(projectId, key, false);
    plan.start(change.userId(), change.channel(), change.known());
    plan.settle(
        List.of(change),
        () -> {
          throw new IllegalStateException("What is known of tokens is asked for under a lock");
        });
    return plan.statements() > 1
        ? transactions.run(plan::save).get(0)
        : transactions.alone(plan::save).get(0);
  }

  private WritePlan plan(UUID projectId, TokenKey key, boolean isLocked) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new WritePlan(projectId, key, now, isLocked, owners);
  }

  /** What is changed, and what may lose a token by that. */
  private Map<Place, Access.Channel> places(
      TokenIndex index, DeviceTokenMapper mapper, List<SettingsChange> changes, Look look) {
    Map<Place, Access.Channel> places = new TreeMap<>(Drafts.ORDER);
    Map<Access.Channel, Set<String>> tokens = new LinkedHashMap<>();
    for (SettingsChange change : changes) {
      places.put(change.place(), change.channel());
      if (look == Look.MOVING && owners.isExclusive(change.channel())) {
        tokens.computeIfAbsent(change.channel(), c -> new HashSet<>()).addAll(change.tokens());
      }
    }
    tokens.forEach(
        (channel, named) ->
            index
                .holders(mapper, channel.id(), named)
                .forEach(holder -> places.put(new Place(holder, channel.id()), channel)));
    return places;
  }

  private static void lock(
      WritePlan plan,
      ChannelSettingsMapper mapper,
      UUID projectId,
      Map<Place, Access.Channel> places) {
    Map<Place, Access.Stored> stored = new HashMap<>();
    for (List<Place> chunk : Chunks.of(places.keySet())) {
      for (StoredRow row : mapper.lock(projectId, chunk)) {
        stored.put(new Place(row.userId(), row.channelId()), Access.Stored.of(row));
      }
    }
    places.forEach(
        (place, channel) ->
            plan.start(place.userId(), channel, Optional.ofNullable(stored.get(place))));
  }
}
