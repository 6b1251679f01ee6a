package com.notiflows.server.projects;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes secret keys. A secret key has 256 random bits, so SHA-256 is as secure as a slow hash, and
 * the duration of a look-up by hash reveals nothing about the key.
 */
public final class Secrets {

  private Secrets() {}

  /** SHA-256 of a secret key. */
  public static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
