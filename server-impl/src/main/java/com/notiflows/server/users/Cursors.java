package com.notiflows.server.users;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Places in the list of a project's users, signed so that none can be made up. */
final class Cursors {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int PLACE_BYTES = 24;
  private static final int SIGNATURE_BYTES = 16;

  private final SecretKeySpec key;

  /** Signs with a key of the project's own. */
  Cursors(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** A user's place. */
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

  /** The place; empty if this project has never given out such a cursor. */
  Optional<Place> read(String cursor) {
    byte[] signed;
    try {
      signed = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the caller answers 400 for it
    }
    if (signed.length != PLACE_BYTES + SIGNATURE_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(signed);
    byte[] bytes = new byte[PLACE_BYTES];
    byte[] signature = new byte[SIGNATURE_BYTES];
    buffer.get(bytes).get(signature);
    if (!MessageDigest.isEqual(sign(bytes), signature)) {
      return Optional.empty();
    }
    ByteBuffer place = ByteBuffer.wrap(bytes);
    Instant createdAt = Instant.EPOCH.plus(place.getLong(), ChronoUnit.MICROS);
    return Optional.of(new Place(createdAt, new UUID(place.getLong(), place.getLong())));
  }

  private byte[] sign(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return java.util.Arrays.copyOf(mac.doFinal(bytes), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
