package com.notiflows.server.changes;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One write's change of a user, or of what a user has on a channel.
 *
 * @param channelId empty for a change of the user
 * @param externalId empty if the change erases the user
 * @param before empty if there was nothing
 * @param after empty if nothing is left
 */
public record Change(
    Type type,
    Instant at,
    UUID userId,
    Optional<UUID> channelId,
    Optional<String> externalId,
    Author author,
    Optional<MaskedState> before,
    Optional<MaskedState> after) {

  /** What happened, see the schema {@code Change} of the spec. */
  public enum Type {
    /** Stored or changed. */
    SET,
    /** Another user registered an endpoint of this one. */
    MOVED,
    /** An endpoint gets no notifications any more. */
    RETIRED,
    /** A retired endpoint gets notifications again. */
    RESTORED,
    /** The settings were deleted. */
    DELETED,
    /** The user was deleted with everything. */
    ERASED;

    /** The name in the API and in the database. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Omits the external id because it identifies a person. */
  @Override
  public String toString() {
    return "Change[type=" + type + ", userId=" + userId + "]";
  }
}
