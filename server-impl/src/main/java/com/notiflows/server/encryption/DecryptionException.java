package com.notiflows.server.encryption;

import com.notiflows.server.problem.SafeMessage;

/**
 * Stored data can't be decrypted, or can't be encrypted for lack of a master key. The message names
 * table and ids and repeats no content.
 */
public final class DecryptionException extends RuntimeException implements SafeMessage {

  private static final long serialVersionUID = 1L;

  DecryptionException(String message) {
    super(message);
  }

  /** What happened, and what to do. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
