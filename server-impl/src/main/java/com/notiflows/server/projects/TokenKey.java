package com.notiflows.server.projects;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Turns the device tokens of one project into hashes that tell nobody else anything. */
public final class TokenKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  TokenKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The 32 bytes that stand for a token: equal for equal tokens of the project. */
  public byte[] hash(String token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
