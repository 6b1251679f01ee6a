package com.notiflows.server.changes;

import com.notiflows.server.persistence.ChangeRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The changes that follow a position.
 *
 * @param next the position of the last item
 * @param hasMore whether more changes were there already
 */
public record ChangePage(List<Item> items, long next, boolean hasMore) {

  /** Copies the list. */
  public ChangePage {
    items = List.copyOf(items);
  }

  /**
   * A stored change.
   *
   * @param channelId empty for a change of the user
   * @param secretKeyId empty for other actors
   * @param details empty after the user was erased
   */
  public record Item(
      long position,
      Instant at,
      String type,
      UUID userId,
      Optional<UUID> channelId,
      String actorType,
      Optional<UUID> secretKeyId,
      ChangeDetails details) {

    static Item of(ChangeRow row) {
      return new Item(
          row.position(),
          row.changedAt(),
          row.type(),
          row.userId(),
          Optional.ofNullable(row.channelId()),
          row.actorType(),
          Optional.ofNullable(row.actorId()),
          Optional.ofNullable(row.details())
              .map(ChangeDetails::read)
              .orElse(ChangeDetails.REMOVED));
    }
  }
}
