package com.notiflows.server.subscriptions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * One of a user's endpoints on a channel.
 *
 * @param identifier what tells it from the user's others there
 * @param settings as the provider's schema for stored subscriptions has it
 * @param createdAt when it was first stored
 * @param updatedAt when its settings last changed
 */
public record ChannelSubscription(
    UUID id,
    UUID userId,
    UUID channelId,
    String identifier,
    JsonNode settings,
    Instant createdAt,
    Instant updatedAt) {

  /** Tells nothing that leads to the device. */
  @Override
  public String toString() {
    return "ChannelSubscription[id=" + id + "]";
  }
}
