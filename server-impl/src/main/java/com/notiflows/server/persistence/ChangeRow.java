package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change as stored.
 *
 * @param position follows the position of the change before without a gap
 * @param channelId null for a change of the user
 * @param actorId the secret key; null for other actors
 * @param details JSON; null after the user was erased
 * @param detailsHash SHA-256 of the details as they were written
 * @param hash links the change to the one before
 */
public record ChangeRow(
    long position,
    Instant changedAt,
    String type,
    UUID userId,
    @Nullable UUID channelId,
    String actorType,
    @Nullable UUID actorId,
    @Nullable String details,
    Hash detailsHash,
    Hash hash) {

  /** Omits the details because they identify a user. */
  @Override
  public String toString() {
    return "ChangeRow[position=" + position + ", type=" + type + "]";
  }

  /** The same without its details. */
  public ChangeRow withoutDetails() {
    return new ChangeRow(
        position, changedAt, type, userId, channelId, actorType, actorId, null, detailsHash, hash);
  }

  /** The same with its hash. */
  public ChangeRow linked(Hash newHash) {
    return new ChangeRow(
        position,
        changedAt,
        type,
        userId,
        channelId,
        actorType,
        actorId,
        details,
        detailsHash,
        newHash);
  }

  /** Approximate size in a statement or a response, in bytes. */
  public long length() {
    return 200L + (details == null ? 0 : details.length());
  }
}
