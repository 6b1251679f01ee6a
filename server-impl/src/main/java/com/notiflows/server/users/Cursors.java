package com.notiflows.server.users;

import com.notiflows.server.projects.TokenKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Signed positions in the list of a project's users. */
final class Cursors {

  /** Contains a space, unlike device tokens, so no signature equals the hash of a token. */
  private static final String PURPOSE = "cursor of users ";

  private static final int PLACE_BYTES = 24;
  private static final int SIGNATURE_BYTES = 16;

  private final TokenKey key;

  /** Signs with the key of the project. */
  Cursors(TokenKey key) {
    this.key = key;
  }

  /** The cursor of a user. */
  record Place(Instant createdAt, UUID id) {}

  String write(Place place) {
    byte[] bytes =
        ByteBuffer.allocate(PLACE_BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, place.createdAt()))
            .putLong(place.id().getMostSignificantBits())
            .putLong(place.id().getLeastSignificantBits())
            .array();
    byte[] signed =
        ByteBuffer.allocate(PLACE_BYTES + SIGNATURE_BYTES).put(bytes).put(sign(bytes)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
  }

  /** The position; empty if the signature is not from this project. */
  Optional<Place> read(String cursor) {
    byte[] signed;
    try {
      signed = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // reported as 400 by the caller
    }
    if (signed.length != PLACE_BYTES + SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOf(signed, PLACE_BYTES);
    byte[] signature = Arrays.copyOfRange(signed, PLACE_BYTES, signed.length);
    if (!MessageDigest.isEqual(sign(bytes), signature)) {
      return Optional.empty();
    }
    ByteBuffer place = ByteBuffer.wrap(bytes);
    Instant createdAt = Instant.EPOCH.plus(place.getLong(), ChronoUnit.MICROS);
    return Optional.of(new Place(createdAt, new UUID(place.getLong(), place.getLong())));
  }

  private byte[] sign(byte[] bytes) {
    String text = PURPOSE + Base64.getEncoder().encodeToString(bytes);
    return Arrays.copyOf(key.hash(text).bytes(), SIGNATURE_BYTES);
  }
}
