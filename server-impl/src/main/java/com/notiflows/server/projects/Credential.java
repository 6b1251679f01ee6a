package com.notiflows.server.projects;

import java.util.Optional;

/** What a caller shows besides the public key. None of them is ever printed. */
public sealed interface Credential {

  /** The secret key of a backend, if one came. */
  record SecretKey(Optional<String> text) implements Credential {

    /** Tells no key. */
    @Override
    public String toString() {
      return "SecretKey";
    }
  }

  /**
   * What tells who is signed in.
   *
   * @param token the JWT, if one came
   * @param claimedId the external id of a user that is only claimed, if one came and can be read;
   *     believed where the project's security mode is off
   * @param origin the origin of the page that calls, if a page of another origin does
   */
  record UserKey(Optional<String> token, Optional<String> claimedId, Optional<String> origin)
      implements Credential {

    /** Tells no key. */
    @Override
    public String toString() {
      return "UserKey";
    }
  }
}
