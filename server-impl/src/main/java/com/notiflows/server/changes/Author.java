package com.notiflows.server.changes;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Who makes a change.
 *
 * @param secretKeyId present for a secret key only
 * @param requestId the request id, if there is a request
 */
public record Author(Type type, Optional<UUID> secretKeyId, Optional<String> requestId) {

  /** Kinds of authors. */
  public enum Type {
    /** A backend. */
    SECRET_KEY,
    /** An app or a browser; without proof if the security mode of the project is off. */
    SIGNED_IN_USER,
    /** An administrator. */
    COMMAND_LINE,
    /** The server itself, when an endpoint expires. */
    EXPIRY;

    /** The name in the API and in the database. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An administrator. */
  public static final Author COMMAND_LINE = withoutRequest(Type.COMMAND_LINE);

  /** The server itself. */
  public static final Author EXPIRY = withoutRequest(Type.EXPIRY);

  /** The caller of a request: a signed-in user if there is no secret key. */
  public static Author ofRequest(Optional<UUID> secretKeyId, String requestId) {
    return new Author(
        secretKeyId.isPresent() ? Type.SECRET_KEY : Type.SIGNED_IN_USER,
        secretKeyId,
        Optional.of(requestId));
  }

  private static Author withoutRequest(Type type) {
    return new Author(type, Optional.empty(), Optional.empty());
  }
}
