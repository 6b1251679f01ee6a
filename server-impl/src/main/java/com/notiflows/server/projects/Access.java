package com.notiflows.server.projects;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A call whose credentials are good, with what was found of its user and channel in its project.
 *
 * @param request what was asked
 * @param projectId the project of the keys
 * @param userId our id of the user
 * @param channel the channel
 * @param stored the user's settings on the channel
 */
public record Access(
    AccessRequest request,
    UUID projectId,
    Optional<UUID> userId,
    Optional<Channel> channel,
    Optional<Stored> stored) {

  /** A channel of the project. */
  public record Channel(UUID id, String provider) {}

  /** Settings as they were found: JSON with sorted keys. */
  public record Stored(String settings, Instant createdAt, Instant updatedAt) {

    /** Tells no settings, which hold tokens. */
    @Override
    public String toString() {
      return "Stored[createdAt=" + createdAt + ", updatedAt=" + updatedAt + "]";
    }
  }
}
