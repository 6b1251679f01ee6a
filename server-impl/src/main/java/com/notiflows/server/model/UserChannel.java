package com.notiflows.server.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is stored for one user on one channel.
 *
 * @param settings empty if nothing is stored; present with every endpoint
 * @param endpoints in order of position, including retired ones
 */
public record UserChannel(
    Place place, Optional<StoredSettings> settings, List<Endpoint> endpoints) {

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparingInt(Endpoint::position).thenComparing(Endpoint::hash);

  /** Sorts the endpoints. */
  public UserChannel {
    List<Endpoint> sorted = new ArrayList<>(endpoints);
    sorted.sort(ORDER);
    endpoints = List.copyOf(sorted);
  }

  /** Nothing is stored. */
  public static UserChannel empty(Place place) {
    return new UserChannel(place, Optional.empty(), List.of());
  }

  /** The endpoints that notifications go to. */
  public List<Endpoint> live() {
    return endpoints.stream().filter(Endpoint::isLive).toList();
  }

  /** The live identifiers, in order. */
  public List<Identifier> identifiers() {
    return endpoints.stream().filter(Endpoint::isLive).map(Endpoint::identifier).toList();
  }

  /** The endpoint of that hash, live or retired. */
  public Optional<Endpoint> find(Hash hash) {
    return endpoints.stream().filter(endpoint -> endpoint.hash().equals(hash)).findFirst();
  }

  /** The position after the last endpoint. */
  public int nextPosition() {
    return endpoints.isEmpty() ? 0 : endpoints.get(endpoints.size() - 1).position() + 1;
  }

  /** The same with other endpoints. */
  public UserChannel with(List<Endpoint> newEndpoints) {
    return new UserChannel(place, settings, newEndpoints);
  }

  /** The same without the endpoint of that hash. */
  public UserChannel without(Hash hash) {
    return with(endpoints.stream().filter(endpoint -> !endpoint.hash().equals(hash)).toList());
  }

  /** The same with this endpoint, which replaces the one with the same hash. */
  public UserChannel with(Endpoint endpoint) {
    List<Endpoint> changed = new ArrayList<>(without(endpoint.hash()).endpoints());
    changed.add(endpoint);
    return with(changed);
  }

  /** The same with other settings. */
  public UserChannel with(StoredSettings newSettings) {
    return new UserChannel(place, Optional.of(newSettings), endpoints);
  }

  /** The same, its list of endpoints changed at that time. */
  public UserChannel listChanged(Instant now) {
    return settings.map(found -> with(found.changed(found.text(), now))).orElse(this);
  }
}
