package com.notiflows.server.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A 32-byte hash: an HMAC with the project's key, or a SHA-256. */
public final class Hash implements Comparable<Hash> {

  private static final int BYTES = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Wraps the bytes, which must not change afterwards.
   *
   * @throws IllegalArgumentException if they are not 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A hash has " + BYTES + " bytes");
    }
    return new Hash(bytes);
  }

  /** The SHA-256 of these bytes, one array after the other. */
  public static Hash sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return new Hash(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The bytes themselves, for a statement. */
  public byte[] bytes() {
    return bytes;
  }

  /** The order in which the database keeps them. */
  @Override
  public int compareTo(Hash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Omits the bytes because they identify a device. */
  @Override
  public String toString() {
    return "Hash";
  }
}
