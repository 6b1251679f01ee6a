package com.notiflows.server.projects;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Hash;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a server keeps in memory of a project: everything that decides whether and how a call is
 * served, but for users and what they have. Every call makes sure that the revision is the current
 * one before it is served.
 *
 * @param revision of the project when this was read
 * @param userKeyMaxAge how long a user key works after it was issued; empty if only the bound of
 *     the spec applies
 * @param requireIfMatch whether settings are replaced only with a precondition
 * @param tokenKey HMAC key of the project's device identifiers
 * @param publicKeys by text
 * @param secretKeys by SHA-256 of the text
 * @param signingKeys by {@code kid}
 */
public record ProjectSnapshot(
    UUID id,
    long revision,
    ProjectService.SecurityMode securityMode,
    Optional<Duration> userKeyMaxAge,
    boolean requireIfMatch,
    TokenKey tokenKey,
    Map<String, Validity> publicKeys,
    Map<Hash, Validity> secretKeys,
    Map<String, SigningKey> signingKeys,
    Set<String> origins,
    Map<UUID, Channel> channels) {

  /** Copies the collections. */
  public ProjectSnapshot {
    publicKeys = Map.copyOf(publicKeys);
    secretKeys = Map.copyOf(secretKeys);
    signingKeys = Map.copyOf(signingKeys);
    origins = Set.copyOf(origins);
    channels = Map.copyOf(channels);
  }

  /** When a key stops to be valid. */
  public record Validity(Optional<Instant> expiresAt, Optional<Instant> revokedAt) {}

  /** A key that verifies the JWTs of signed-in users. */
  public record SigningKey(RSAPublicKey key, boolean isRetired) {}

  /** The channel of that id, if the project has it. */
  public Optional<Channel> channel(UUID channelId) {
    return Optional.ofNullable(channels.get(channelId));
  }

  /** Omits the keys because they are credentials. */
  @Override
  public String toString() {
    return "ProjectSnapshot[id=" + id + ", revision=" + revision + "]";
  }
}
