package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device token of a user.
 *
 * @param tokenHash the hash that stands for the token
 * @param holder the user again where several may have the token, or one and the same id for all of
 *     whom only one may
 * @param installationHash the hash that stands for the app on the device, if it is known
 * @param facts what else is known of the device, JSON as text, if anything is
 * @param seenAt when the token is registered
 */
@SuppressWarnings("ArrayRecordComponent") // a row is written once, never compared
public record DeviceTokenRow(
    UUID projectId,
    UUID userId,
    UUID channelId,
    byte[] tokenHash,
    UUID holder,
    byte @Nullable [] installationHash,
    @Nullable String facts,
    Instant seenAt) {

  /** Tells no facts. */
  @Override
  public String toString() {
    return "DeviceTokenRow[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
