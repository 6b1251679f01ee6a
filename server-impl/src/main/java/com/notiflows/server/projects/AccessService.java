package com.notiflows.server.projects;

import com.notiflows.server.model.Hash;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.projects.KeyService.Kind;
import com.notiflows.server.projects.ProjectSnapshot.SecretKey;
import com.notiflows.server.projects.ProjectSnapshot.Validity;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Authenticates requests against the current state of their project. */
public final class AccessService {

  /** The header of the public key. */
  public static final String API_KEY_HEADER = "x-notiflows-api-key";

  /** The header of the secret key. */
  public static final String SECRET_KEY_HEADER = "x-notiflows-secret-key";

  private final ProjectSnapshots projects;
  private final UserKeys userKeys;
  private final KeyUses uses;
  private final Clock clock;

  /** Looks keys up in the snapshots and checks their expiry with the clock. */
  public AccessService(ProjectSnapshots projects, UserKeys userKeys, KeyUses uses, Clock clock) {
    this.projects = projects;
    this.userKeys = userKeys;
    this.uses = uses;
    this.clock = clock;
  }

  /** Whether a public key of this form can exist; if not, {@link #open} asks no database. */
  public static boolean isPossible(String publicKey) {
    return KeyFormat.accepts(Kind.PUBLIC, publicKey);
  }

  /**
   * Authenticates a request.
   *
   * @throws ApiException 401 for the first credential that fails, the public key before the other;
   *     403 for a secret key without the required scope, and for a page of an origin that the
   *     project does not allow
   */
  public Access open(AccessRequest request) {
    return open(request, projects::find);
  }

  /**
   * Whether the credentials were valid when their project was last used here. Does not ask the
   * database, so a key that is new or was revoked since may be accepted or rejected wrongly.
   */
  public boolean isRemembered(AccessRequest request) {
    try {
      open(request, projects::remembered);
      return true;
    } catch (ApiException e) {
      return e.code() != ErrorCode.UNAUTHENTICATED;
    }
  }

  private Access open(
      AccessRequest request, Function<String, Optional<ProjectSnapshot>> projectOf) {
    String publicKey =
        request.publicKey().orElseThrow(() -> failed("api_key", "missing", API_KEY_HEADER));
    requireFormat(Kind.PUBLIC, publicKey, "api_key", API_KEY_HEADER);
    ProjectSnapshot project =
        projectOf.apply(publicKey).orElseThrow(AccessService::unknownPublicKey);
    Validity validity = project.publicKeys().get(publicKey);
    if (validity == null) {
      throw unknownPublicKey();
    }
    require(validity, "api_key", API_KEY_HEADER);
    if (request.credential() instanceof Credential.SecretKey secret) {
      UUID keyId = authenticate(project, secret);
      return new Access(project, request.externalId(), request.channelId(), Optional.of(keyId));
    }
    Credential.UserKey key = (Credential.UserKey) request.credential();
    String externalId = userKeys.authenticate(project, key);
    if (key.origin().isPresent() && !project.origins().contains(key.origin().get())) {
      throw ApiException.originNotAllowed();
    }
    return new Access(project, Optional.of(externalId), request.channelId(), Optional.empty());
  }

  /** The id of the secret key. */
  private UUID authenticate(ProjectSnapshot project, Credential.SecretKey secret) {
    String text =
        secret.text().orElseThrow(() -> failed("secret_key", "missing", SECRET_KEY_HEADER));
    requireFormat(Kind.SECRET, text, "secret_key", SECRET_KEY_HEADER);
    // Look-up by hash, so that its duration reveals nothing about the key.
    Hash hash = Hash.of(Secrets.hash(text));
    SecretKey key = project.secretKeys().get(hash);
    if (key == null) {
      throw ApiException.invalidKey(
          "secret_key",
          "the project of the public key has no such key. Send keys of the same project",
          SECRET_KEY_HEADER);
    }
    require(key.validity(), "secret_key", SECRET_KEY_HEADER);
    uses.touch(project.id(), key.id());
    if (!key.permits(secret.requiredScope())) {
      throw ApiException.missingScope(secret.requiredScope());
    }
    return key.id();
  }

  /** Rejects a key whose prefix or checksum is wrong, before any look-up. */
  private static void requireFormat(Kind kind, String text, String auth, String header) {
    if (!KeyFormat.accepts(kind, text)) {
      throw ApiException.invalidKey(
          auth,
          "it is no " + kind.label() + " key, or the key is mistyped or cut off. Copy it again",
          header);
    }
  }

  private static ApiException unknownPublicKey() {
    return ApiException.invalidKey(
        "api_key",
        "no project of this server has this key. Check the key and the URL",
        API_KEY_HEADER);
  }

  private void require(Validity validity, String auth, String header) {
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
