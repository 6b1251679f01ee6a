package com.notiflows.server.changes;

import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChangeHeadMapper.Head;
import com.notiflows.server.persistence.ChangeRow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  static final Hash START = Head.NONE.hash();

  private Chain() {}

  /** The hash of a change, of all its columns but the details themselves and the hash. */
  static Hash link(Hash previous, ChangeRow row) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    add(content, row.position());
    add(content, ChronoUnit.MICROS.between(Instant.EPOCH, row.changedAt()));
    add(content, row.type());
    add(content, row.userId());
    add(content, row.channelId());
    add(content, row.actorType());
    add(content, row.actorId());
    return Hash.sha256(previous.bytes(), content.toByteArray(), row.detailsHash().bytes());
  }

  /** The hash of details. */
  static Hash hash(String details) {
    return Hash.sha256(details.getBytes(StandardCharsets.UTF_8));
  }

  private static void add(ByteArrayOutputStream content, long number) {
    content.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(0, number).array());
  }

  private static void add(ByteArrayOutputStream content, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(content, bytes.length);
    content.writeBytes(bytes);
  }

  private static void add(ByteArrayOutputStream content, @Nullable UUID id) {
    add(content, id == null ? "" : id.toString());
  }
}
