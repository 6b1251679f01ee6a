package com.notiflows.server.projects;

import com.notiflows.server.model.Hash;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.ProjectSnapshot.SecretKey;
import com.notiflows.server.projects.ProjectSnapshot.Validity;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Authenticates requests against the current state of their project. */
public final class AccessService {

  /** The header of the public key. */
  public static final String API_KEY_HEADER = "x-notiflows-api-key";

  /** The header of the secret key. */
  public static final String SECRET_KEY_HEADER = "x-notiflows-secret-key";

  private final ProjectSnapshots projects;
  private final UserKeys userKeys;
  private final Clock clock;

  /** Looks keys up in the snapshots and checks their expiry with the clock. */
  public AccessService(ProjectSnapshots projects, UserKeys userKeys, Clock clock) {
    this.projects = projects;
    this.userKeys = userKeys;
    this.clock = clock;
  }

  /**
   * Authenticates a request.
   *
   * @throws ApiException 401 for the first credential that fails, the public key before the other;
   *     403 for a secret key without the required scope, and for a page of an origin that the
   *     project does not allow
   */
  public Access open(AccessRequest request) {
    String publicKey =
        request.publicKey().orElseThrow(() -> failed("api_key", "missing", API_KEY_HEADER));
    ProjectSnapshot project =
        projects.find(publicKey).orElseThrow(() -> failed("api_key", "invalid", API_KEY_HEADER));
    require(project.publicKeys().get(publicKey), "api_key", API_KEY_HEADER);
    if (request.credential() instanceof Credential.SecretKey secret) {
      authenticate(project, secret);
      return new Access(project, request.externalId(), request.channelId());
    }
    Credential.UserKey key = (Credential.UserKey) request.credential();
    String externalId = userKeys.authenticate(project, key);
    if (key.origin().isPresent() && !project.origins().contains(key.origin().get())) {
      throw ApiException.originNotAllowed();
    }
    return new Access(project, Optional.of(externalId), request.channelId());
  }

  private void authenticate(ProjectSnapshot project, Credential.SecretKey secret) {
    String text =
        secret.text().orElseThrow(() -> failed("secret_key", "missing", SECRET_KEY_HEADER));
    // Look-up by hash, so that its duration reveals nothing about the key.
    Hash hash = Hash.of(Secrets.hash(text));
    SecretKey key = project.secretKeys().get(hash);
    require(key == null ? null : key.validity(), "secret_key", SECRET_KEY_HEADER);
    if (key != null && !key.permits(secret.requiredScope())) {
      throw ApiException.missingScope(secret.requiredScope());
    }
  }

  private void require(@Nullable Validity validity, String auth, String header) {
    if (validity == null) {
      throw failed(auth, "invalid", header);
    }
    if (validity.revokedAt().isPresent()) {
      throw failed(auth, "revoked", header);
    }
    if (validity.expiresAt().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
      throw failed(auth, "expired", header);
    }
  }

  private static ApiException failed(String auth, String reason, String header) {
    return ApiException.unauthenticated(auth, reason, header);
  }
}
