package com.notiflows.server.settings;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses the endpoints to evict on a channel with a cap. */
public final class Eviction {

  private Eviction() {}

  /** Endpoints that may be evicted, least recently seen first, without those in the request. */
  public static List<Endpoint> order(List<Endpoint> live, Set<Hash> named) {
    return live.stream()
        .filter(endpoint -> !named.contains(endpoint.hash()))
        .sorted(Comparator.comparing(Endpoint::lastSeenAt))
        .toList();
  }

  /** Removes evictable entries until the list is within the cap. */
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
