package com.notiflows.server.config;

import java.util.List;
import javax.crypto.SecretKey;

/**
 * The master keys of encryption at rest.
 *
 * @param masterKeys the current one first; the others only decrypt. Empty if encryption is off
 */
public record EncryptionConfig(List<SecretKey> masterKeys) {

  /** Encryption is off. */
  public static final EncryptionConfig OFF = new EncryptionConfig(List.of());

  /** Copies the list. */
  public EncryptionConfig {
    masterKeys = List.copyOf(masterKeys);
  }

  /** Omits the keys. */
  @Override
  public String toString() {
    return "EncryptionConfig[masterKeys=" + masterKeys.size() + "]";
  }
}
