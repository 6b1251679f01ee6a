package com.notiflows.server.encryption;

import com.notiflows.server.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKey;

/** A master key in memory (AES-256-GCM). Its id is part of a hash of the key. */
final class LocalKeyWrapper implements KeyWrapper {

  private static final byte[] PURPOSE = "notiflows master key".getBytes(StandardCharsets.UTF_8);
  private static final int ID_BYTES = 8;

  private final SecretKey key;
  private final String id;

  LocalKeyWrapper(SecretKey key) {
    this.key = key;
    byte[] hash = Hash.sha256(PURPOSE, key.getEncoded()).bytes();
    this.id = "local:" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public byte[] wrap(byte[] dataKey, byte[] context) {
    return AesGcm.encrypt(key, dataKey, context);
  }

  @Override
  public Optional<byte[]> unwrap(byte[] wrapped, byte[] context) {
    return AesGcm.decrypt(key, wrapped, context);
  }

  @Override
  public String toString() {
    return "LocalKeyWrapper[id=" + id + "]";
  }
}
