package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;

/** A hash as a {@code BINARY(32)}. */
final class HashTypeHandler extends BinaryTypeHandler<Hash> {

  @Override
  byte[] toBytes(Hash hash) {
    return hash.bytes();
  }

  @Override
  Hash toValue(byte[] bytes) {
    return Hash.of(bytes);
  }
}
