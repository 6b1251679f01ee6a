package com.notiflows.server.encryption;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data key of a project as it is stored.
 *
 * @param id counts up within the project
 * @param wrapped the key, encrypted by a master key
 * @param wrappedBy the id of that master key
 * @param retiredAt since when it only decrypts; null while it encrypts
 */
@SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
public record WrappedKey(
    int id, byte[] wrapped, String wrappedBy, Instant createdAt, @Nullable Instant retiredAt) {

  /** Omits the wrapped key. */
  @Override
  public String toString() {
    return "WrappedKey[id=" + id + ", wrappedBy=" + wrappedBy + "]";
  }
}
