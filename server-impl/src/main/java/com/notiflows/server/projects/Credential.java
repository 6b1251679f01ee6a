package com.notiflows.server.projects;

import java.util.Optional;

/** The credential besides the public key. */
public sealed interface Credential {

  /**
   * The secret key of a backend.
   *
   * @param text the key, if sent
   * @param requiredScope the scope that the operation requires
   */
  record SecretKey(Optional<String> text, String requiredScope) implements Credential {

    /** Omits the key because it is secret. */
    @Override
    public String toString() {
      return "SecretKey";
    }
  }

  /**
   * The credential of a signed-in user.
   *
   * @param token the JWT, if sent
   * @param claimedId the claimed external id of the user, if sent and valid; accepted only if the
   *     project's security mode is off
   * @param origin the origin of the calling page, if it is another one than that of the server
   */
  record UserKey(Optional<String> token, Optional<String> claimedId, Optional<String> origin)
      implements Credential {

    /** Omits the key because it is secret. */
    @Override
    public String toString() {
      return "UserKey";
    }
  }
}
