package com.notiflows.server.projects;

import java.util.Optional;
import java.util.UUID;

/**
 * Who calls, and about what.
 *
 * @param publicKey the public key, if one came
 * @param credential what the operation asks for besides it
 * @param externalId the user whom the path names, if it does and if it can be read
 * @param channelId the channel that the call is about, if any and if it can be read
 */
public record AccessRequest(
    Optional<String> publicKey,
    Credential credential,
    Optional<String> externalId,
    Optional<UUID> channelId) {

  /** Tells no key. */
  @Override
  public String toString() {
    return "AccessRequest";
  }
}
