package com.notiflows.server.projects;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns the device tokens of one project into hashes that tell nobody else anything. Each call has
 * its own: it is not for several threads at once.
 */
public final class TokenKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  TokenKey(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  /** The 32 bytes that stand for a token: equal for equal tokens of the project. */
  public byte[] hash(String token) {
    return mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
  }
}
