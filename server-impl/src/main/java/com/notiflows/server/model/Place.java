package com.notiflows.server.model;

import java.util.Comparator;
import java.util.UUID;

/** One user on one channel. */
public record Place(UUID userId, UUID channelId) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::userId).thenComparing(Place::channelId);

  /** Lock order of rows; equal on every node. */
  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
