package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;

/**
 * An endpoint of a user on a channel.
 *
 * @param identifierHash SHA-256 of the identifier
 * @param identifier as UTF-8
 * @param settings JSON with sorted keys
 */
@SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
public record ChannelSubscriptionRow(
    UUID projectId,
    UUID userId,
    UUID channelId,
    UUID id,
    byte[] identifierHash,
    byte[] identifier,
    String settings,
    Instant createdAt,
    Instant updatedAt) {

  /** Tells no settings, which lead to a device. */
  @Override
  public String toString() {
    return "ChannelSubscriptionRow[id=" + id + "]";
  }
}
