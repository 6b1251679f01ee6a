package com.notiflows.server.projects;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Generates and hashes keys. A secret has 256 random bits, so SHA-256 is as secure as a slow hash,
 * and the duration of a look-up by hash reveals nothing about the secret.
 */
public final class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** A new secret key, {@code sk_…}. */
  public static String newSecretKey() {
    return "sk_" + random(32);
  }

  /** A new public key, {@code pk_…}. */
  public static String newPublicKey() {
    return "pk_" + random(16);
  }

  /** SHA-256 of a secret key. */
  public static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
