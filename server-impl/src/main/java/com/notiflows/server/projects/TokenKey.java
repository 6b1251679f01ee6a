package com.notiflows.server.projects;

import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes the device tokens of one project (HMAC). Thread-safe. */
public final class TokenKey {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac prototype;

  TokenKey(byte[] key) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  /** The bytes of a new key. */
  static byte[] fresh() {
    byte[] key = new byte[BYTES];
    RANDOM.nextBytes(key);
    return key;
  }

  /** The hash of a text. Equal texts of a project have equal hashes. */
  public Hash hash(String text) {
    try {
      Mac mac = (Mac) prototype.clone();
      return Hash.of(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The MAC of every Java can be cloned", e);
    }
  }

  /** A text together with its hash. */
  public Identifier identifier(String text) {
    return new Identifier(text, hash(text));
  }
}
