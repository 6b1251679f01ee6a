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
 * The cached data of a project: everything that requests need except users and their settings.
 * Every request first checks that the revision is current.
 *
 * @param revision the revision of the project when this was read
 * @param userKeyMaxAge the maximum age of user keys; empty if only the limit of the spec applies
 * @param requireIfMatch whether replacing settings requires a precondition
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
    Map<Hash, SecretKey> secretKeys,
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

  /** The validity of a key. */
  public record Validity(Optional<Instant> expiresAt, Optional<Instant> revokedAt) {}

  /**
   * A secret key.
   *
   * @param id its id, which is not secret
   * @param scopes the scopes of the key; empty if it has all
   */
  public record SecretKey(UUID id, Validity validity, Optional<Set<String>> scopes) {

    /** Copies the set. */
    public SecretKey {
      scopes = scopes.map(Set::copyOf);
    }

    /** Whether the key has that scope. */
    public boolean permits(String scope) {
      return scopes.isEmpty() || scopes.get().contains(scope);
    }
  }

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
