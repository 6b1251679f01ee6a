package com.notiflows.server.endpoints;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A valid subscription, ready to be stored.
 *
 * @param freshId the id for a new subscription
 * @param name the caller's name for it
 * @param endpoint the push endpoint
 * @param settings JSON with sorted keys
 */
public record NewSubscription(UUID freshId, String name, Identifier endpoint, String settings) {

  /** The hash of its endpoint. */
  Hash hash() {
    return endpoint.hash();
  }

  /** Whether a stored endpoint is a subscription with the same name. */
  boolean hasNameOf(Endpoint stored) {
    return stored.subscription() != null && stored.subscription().name().equals(name);
  }

  /** The endpoint to store for a new subscription. */
  Endpoint created(UUID holder, int position, Instant now) {
    Endpoint.Subscription own = new Endpoint.Subscription(freshId, name, settings, now);
    return new Endpoint(endpoint, holder, position, own, null, null, now, now, null);
  }

  /** The endpoint to store instead of one with the same endpoint or name. */
  Endpoint updating(Endpoint old, Instant now) {
    Endpoint.Subscription own = Objects.requireNonNull(old.subscription());
    boolean isSame = own.name().equals(name) && own.settings().equals(settings);
    return new Endpoint(
            endpoint,
            old.holder(),
            old.position(),
            isSame
                ? own
                : new Endpoint.Subscription(
                    own.id(), name, settings, Times.following(own.updatedAt(), now)),
            old.installation(),
            old.facts(),
            old.firstSeenAt(),
            old.lastSeenAt(),
            null)
        .touched(now);
  }

  /**
   * Removes duplicate endpoints and names. The position of the first entry and the content of the
   * last one remain.
   */
  static List<NewSubscription> collapsed(List<NewSubscription> all) {
    List<NewSubscription> kept = new ArrayList<>(all.size());
    for (NewSubscription next : all) {
      Optional<NewSubscription> earlier =
          kept.stream()
              .filter(each -> each.hash().equals(next.hash()))
              .findFirst()
              .or(() -> kept.stream().filter(each -> each.name().equals(next.name())).findFirst());
      if (earlier.isEmpty()) {
        kept.add(next);
      } else {
        kept.set(kept.indexOf(earlier.get()), next);
        kept.removeIf(each -> !each.equals(next) && each.name().equals(next.name()));
      }
    }
    return kept;
  }

  /** Approximate size in memory, in bytes. */
  long weight() {
    return 512L + 2L * (name.length() + endpoint.text().length() + settings.length());
  }

  /** Omits name, endpoint and settings because they identify a device. */
  @Override
  public String toString() {
    return "NewSubscription[freshId=" + freshId + "]";
  }
}
