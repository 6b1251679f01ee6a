package com.notiflows.server.projects;

import java.util.Optional;
import java.util.UUID;

/**
 * Who calls, and about what.
 *
 * @param publicKey the public key, if one came
 * @param secretKey the secret key, if one came; never printed
 * @param externalId the user that the call is about, if any and if it can be read
 * @param channelId the channel that the call is about, if any and if it can be read
 */
public record AccessRequest(
    Optional<String> publicKey,
    Optional<String> secretKey,
    Optional<String> externalId,
    Optional<UUID> channelId) {

  /** Tells no key. */
  @Override
  public String toString() {
    return "AccessRequest";
  }
}
