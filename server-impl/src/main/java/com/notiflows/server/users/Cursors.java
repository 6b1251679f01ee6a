package com.notiflows.server.users;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Positions in the list of a project's users, as opaque text. Not signed: every query names its
 * project, so a cursor that a caller constructs only selects another page of its own list.
 */
final class Cursors {

  private static final int BYTES = 24;

  /** The end of the year 9999, after which the database has no time. */
  private static final long LAST_MICROS = 253_402_300_799_999_999L;

  private Cursors() {}

  /** The position of a user in the order of creation. */
  record Place(Instant createdAt, UUID id) {}

  static String write(Place place) {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(micros(place.createdAt()))
            .putLong(place.id().getMostSignificantBits())
            .putLong(place.id().getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Not with ChronoUnit, which fails for times after the year 2262. */
  private static long micros(Instant time) {
    return TimeUnit.SECONDS.toMicros(time.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(time.getNano());
  }

  /** The position; empty if the text is not a cursor. */
  static Optional<Place> read(String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // reported as 400 by the caller
    }
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer place = ByteBuffer.wrap(bytes);
    long micros = place.getLong();
    if (micros < 0 || micros > LAST_MICROS) {
      return Optional.empty();
    }
    Instant createdAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return Optional.of(new Place(createdAt, new UUID(place.getLong(), place.getLong())));
  }
}
