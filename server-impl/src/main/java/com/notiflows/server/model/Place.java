package com.notiflows.server.model;

import java.util.Comparator;
import java.util.UUID;

/** One user on one channel. */
public record Place(UUID userId, UUID channelId) implements Comparable<Place> {

  /** As the database compares the bytes of ids. */
  private static final Comparator<UUID> BYTES =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::userId, BYTES).thenComparing(Place::channelId, BYTES);

  /** Lock order of rows; equal on every node. */
  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
