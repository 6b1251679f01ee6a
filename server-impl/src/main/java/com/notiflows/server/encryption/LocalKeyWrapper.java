package com.notiflows.server.encryption;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKey;

/** A master key in memory (AES-256-GCM). Its id is part of a hash of the key. */
final class LocalKeyWrapper implements KeyWrapper {

  private static final int ID_BYTES = 8;

  private final SecretKey key;
  private final String id;

  LocalKeyWrapper(SecretKey key) {
    this.key = key;
    this.id = "local:" + HexFormat.of().formatHex(hash(key), 0, ID_BYTES);
  }

  private static byte[] hash(SecretKey key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update("notiflows master key".getBytes(StandardCharsets.UTF_8));
      return sha.digest(key.getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
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
