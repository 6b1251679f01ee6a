package com.notiflows.server.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.settings.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * One of a user's subscriptions on a channel.
 *
 * @param identifier the caller's name for it, usually the push endpoint
 * @param settings in the shape of the provider's schema for stored subscriptions
 * @param createdAt when it was first stored
 * @param updatedAt when its settings last changed
 */
public record Subscription(
    UUID id,
    UUID userId,
    UUID channelId,
    String identifier,
    JsonNode settings,
    Instant createdAt,
    Instant updatedAt) {

  /** The live subscriptions of a user, oldest first. */
  public static List<Subscription> of(UserChannel stored) {
    return stored.live().stream()
        .filter(endpoint -> endpoint.subscription() != null)
        .map(endpoint -> of(stored, endpoint))
        .toList();
  }

  /** The subscription of an endpoint that has one, live or retired. */
  public static Subscription of(UserChannel stored, Endpoint endpoint) {
    Endpoint.Subscription own = Objects.requireNonNull(endpoint.subscription());
    return new Subscription(
        own.id(),
        stored.place().userId(),
        stored.place().channelId(),
        own.name(),
        CanonicalJson.read(own.settings()),
        endpoint.firstSeenAt(),
        own.updatedAt());
  }

  /** Omits identifier and settings because they identify a device. */
  @Override
  public String toString() {
    return "Subscription[id=" + id + "]";
  }
}
