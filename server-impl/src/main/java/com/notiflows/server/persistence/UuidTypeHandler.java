package com.notiflows.server.persistence;

import java.nio.ByteBuffer;
import java.util.UUID;

/** A UUID as the 16 bytes of a {@code BINARY(16)}. */
final class UuidTypeHandler extends BinaryTypeHandler<UUID> {

  private static final int BYTES = 16;

  @Override
  byte[] toBytes(UUID id) {
    return ByteBuffer.allocate(BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  @Override
  UUID toValue(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
