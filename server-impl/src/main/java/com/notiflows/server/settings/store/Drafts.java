package com.notiflows.server.settings.store;

import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Settings that one transaction changes, and who has which of their exclusive tokens meanwhile. */
final class Drafts {

  /** The order in which all writers go, so that none waits in a ring. */
  static final Comparator<Place> ORDER =
      Comparator.comparing(Place::userId).thenComparing(Place::channelId);

  private record ChannelToken(UUID channelId, String token) {

    /** Tells no token. */
    @Override
    public String toString() {
      return "ChannelToken[channelId=" + channelId + "]";
    }
  }

  private final Map<Place, Draft> byPlace = new TreeMap<>(ORDER);
  private final Map<ChannelToken, Draft> owners = new HashMap<>();

  /** Takes a draft in, unless it has one of the same place. */
  void add(Draft draft, boolean isExclusive) {
    if (byPlace.putIfAbsent(draft.place(), draft) == null && isExclusive) {
      draft.tokens().forEach(token -> owners.put(channelToken(draft, token), draft));
    }
  }

  Draft at(Place place) {
    return Objects.requireNonNull(byPlace.get(place));
  }

  /** All of them, in order of user and channel. */
  Collection<Draft> all() {
    return byPlace.values();
  }

  /** Makes a change; returns how many tokens that took from other users. */
  int apply(SettingsChange change, SeenTokens seen, boolean isExclusive) {
    Draft draft = at(change.place());
    Set<String> lost = new HashSet<>(draft.tokens());
    draft.become(change.rule().of(() -> draft.settings(change.channel()), seen));
    if (!isExclusive) {
      return 0;
    }
    Set<String> tokens = draft.tokens();
    lost.removeAll(tokens);
    lost.forEach(token -> owners.remove(channelToken(draft, token)));
    int moved = 0;
    for (String token : tokens) {
      Draft owner = owners.put(channelToken(draft, token), draft);
      if (owner != null && owner != draft) {
        owner.lose(token);
        moved++;
      }
    }
    return moved;
  }

  private static ChannelToken channelToken(Draft draft, String token) {
    return new ChannelToken(draft.place().channelId(), token);
  }
}
