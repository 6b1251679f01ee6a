package com.notiflows.server.projects;

import java.util.Optional;
import java.util.UUID;

/**
 * The credentials and the target of a request.
 *
 * @param publicKey the public key, if sent
 * @param credential the second credential that the operation requires
 * @param externalId the user in the path, if there is a valid one
 * @param channelId the channel in the path, if there is a valid one
 */
public record AccessRequest(
    Optional<String> publicKey,
    Credential credential,
    Optional<String> externalId,
    Optional<UUID> channelId) {

  /** Omits the keys because they are credentials. */
  @Override
  public String toString() {
    return "AccessRequest";
  }
}
