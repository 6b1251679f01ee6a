package com.notiflows.server.projects;

import com.notiflows.server.model.Hash;
import java.nio.charset.StandardCharsets;

/**
 * Hashes secret keys. A secret key has 256 random bits, so SHA-256 is as secure as a slow hash, and
 * the duration of a look-up by hash reveals nothing about the key.
 */
public final class Secrets {

  private Secrets() {}

  /** SHA-256 of a secret key. */
  public static byte[] hash(String secret) {
    return Hash.sha256(secret.getBytes(StandardCharsets.UTF_8)).bytes();
  }
}
