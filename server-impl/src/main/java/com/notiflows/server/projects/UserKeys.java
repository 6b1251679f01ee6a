package com.notiflows.server.projects;

import com.notiflows.server.json.StrictJson;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.ProjectSnapshot.SigningKey;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates users with a JWT that was signed by the project's backend. */
public final class UserKeys {

  /** The header of the JWT. */
  public static final String USER_KEY_HEADER = UserToken.HEADER;

  /** The header of a claimed user id. */
  public static final String USER_ID_HEADER = "x-notiflows-user-id";

  private static final Logger LOG = LoggerFactory.getLogger(UserKeys.class);
  private static final Duration WARNING_PAUSE = Duration.ofMinutes(1);

  private final Operation.Parameter externalIdRule;
  private final Limits limits;
  private final StrictJson json;
  private final Clock clock;
  private final Map<UUID, Instant> warnings = new ConcurrentHashMap<>();

  /**
   * Uses the limits for validation.
   *
   * @param externalIdRule the schema of external ids
   * @param clock for the expiry of keys
   */
  public UserKeys(Operation.Parameter externalIdRule, Limits limits, Clock clock) {
    this.externalIdRule = externalIdRule;
    this.limits = limits;
    this.json = limits.json();
    this.clock = clock;
  }

  /**
   * Authenticates a signed-in user.
   *
   * @return the external id
   * @throws ApiException 401
   */
  String authenticate(ProjectSnapshot project, Credential.UserKey key) {
    if (key.token().isEmpty()) {
      return claimed(project, key);
    }
    UserToken token = UserToken.read(key.token().get(), json, limits.userKeyBytes());
    verifySignature(token, project);
    token.checkTime(clock.instant(), lifetime(project));
    return token
        .subject()
        .filter(externalIdRule::accepts)
        .orElseThrow(() -> UserToken.invalid("sub", "its claim sub is not a valid external id"));
  }

  private UserToken.Lifetime lifetime(ProjectSnapshot project) {
    return new UserToken.Lifetime(
        Duration.ofSeconds(limits.userKeyLeewaySeconds()),
        Duration.ofSeconds(limits.userKeyMaxAgeSeconds()),
        project.userKeyMaxAge());
  }

  /** Accepts a claimed user if the project's security mode is off. */
  private String claimed(ProjectSnapshot project, Credential.UserKey key) {
    if (project.securityMode() != ProjectService.SecurityMode.OFF) {
      throw ApiException.unauthenticated("user_key", "missing", USER_KEY_HEADER);
    }
    String externalId =
        key.claimedId()
            .orElseThrow(() -> ApiException.unauthenticated("user_key", "missing", USER_ID_HEADER));
    if (!externalIdRule.accepts(externalId)) {
      throw ApiException.unauthenticated("user_key", "invalid", USER_ID_HEADER);
    }
    warn(project.id());
    return externalId;
  }

  private static void verifySignature(UserToken token, ProjectSnapshot project) {
    SigningKey key = token.kid().isPresent() ? named(token, project) : signer(token, project);
    if (key.isRetired()) {
      throw ApiException.unauthenticated("user_key", "revoked", USER_KEY_HEADER);
    }
    if (token.kid().isPresent() && !token.isSignedBy(key.key())) {
      throw wrongSignature();
    }
  }

  private static SigningKey named(UserToken token, ProjectSnapshot project) {
    SigningKey key = project.signingKeys().get(token.kid().orElseThrow());
    if (key == null) {
      throw UserToken.invalid("kid", "the project has no signing key with its kid");
    }
    return key;
  }

  private static SigningKey signer(UserToken token, ProjectSnapshot project) {
    return project.signingKeys().values().stream()
        .filter(each -> token.isSignedBy(each.key()))
        .findFirst()
        .orElseThrow(UserKeys::wrongSignature);
  }

  private static ApiException wrongSignature() {
    return UserToken.invalid("signature", "its signature matches no registered key");
  }

  /** Logs a warning repeatedly, with a minimum interval. */
  private void warn(UUID projectId) {
    Instant now = clock.instant();
    Instant last = warnings.get(projectId);
    if (last == null || last.plus(WARNING_PAUSE).isBefore(now)) {
      warnings.put(projectId, now);
      LOG.warn(
          "SECURITY MODE IS OFF for project {}: anyone who has its public key can act as any of its"
              + " users. `notiflows projects security-mode --project {} on` turns it on.",
          projectId,
          projectId);
    }
  }
}
