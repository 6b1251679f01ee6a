package com.notiflows.server.encryption;

import java.util.Optional;

/**
 * A master key: wraps the data keys of projects. Implementations of other libraries, for example of
 * a key management service, are found by {@link java.util.ServiceLoader}. They must be thread-safe.
 * Data keys are unwrapped once and kept in memory, so a wrapper is asked rarely.
 */
public interface KeyWrapper {

  /** Identifies the master key; stored with each data key that it wrapped. At most 255 letters. */
  String id();

  /**
   * Encrypts a data key.
   *
   * @param dataKey 32 bytes
   * @param context must be the same when it is unwrapped; not secret
   * @return at most 1024 bytes
   */
  byte[] wrap(byte[] dataKey, byte[] context);

  /** Decrypts a data key; empty if it was changed, or if key or context is another one. */
  Optional<byte[]> unwrap(byte[] wrapped, byte[] context);
}
