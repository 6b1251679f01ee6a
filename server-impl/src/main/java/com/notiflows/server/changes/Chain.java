package com.notiflows.server.changes;

import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChangeRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Links each change to the one before it. To alter, remove or insert one, all hashes that follow
 * must be altered too.
 */
final class Chain {

  /** The hash before the first change. */
  static final Hash START = Hash.of(new byte[32]);

  private Chain() {}

  /** The hash of a change, of all its columns but the details themselves and the hash. */
  static Hash link(Hash previous, ChangeRow row) {
    MessageDigest digest = sha256();
    digest.update(previous.bytes());
    add(digest, row.position());
    add(digest, ChronoUnit.MICROS.between(Instant.EPOCH, row.changedAt()));
    add(digest, row.type());
    add(digest, row.userId());
    add(digest, row.channelId());
    add(digest, row.actorType());
    add(digest, row.actorId());
    digest.update(row.detailsHash().bytes());
    return Hash.of(digest.digest());
  }

  /** The hash of details. */
  static Hash hash(String details) {
    return Hash.of(sha256().digest(details.getBytes(StandardCharsets.UTF_8)));
  }

  private static void add(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(digest, bytes.length);
    digest.update(bytes);
  }

  private static void add(MessageDigest digest, @Nullable UUID id) {
    add(digest, id == null ? "" : id.toString());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
