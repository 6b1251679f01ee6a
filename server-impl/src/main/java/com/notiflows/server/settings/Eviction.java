package com.notiflows.server.settings;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which endpoints give way where a channel has a cap and evicts. */
public final class Eviction {

  private Eviction() {}

  /** Endpoints that may be evicted: those unseen for longest first, and none of the named ones. */
  public static List<Endpoint> order(List<Endpoint> live, Set<Hash> named) {
    return live.stream()
        .filter(endpoint -> !named.contains(endpoint.hash()))
        .sorted(Comparator.comparing(Endpoint::lastSeenAt))
        .toList();
  }

  /** The list, without as many of the evictable entries as it takes to get down to the cap. */
  public static <T> List<T> keep(List<T> list, int cap, List<T> evictable) {
    Set<T> evicted = new HashSet<>();
    Set<T> present = new HashSet<>(list);
    for (T entry : evictable) {
      if (list.size() - evicted.size() > cap && present.contains(entry)) {
        evicted.add(entry);
      }
    }
    return list.stream().filter(entry -> !evicted.contains(entry)).toList();
  }
}
