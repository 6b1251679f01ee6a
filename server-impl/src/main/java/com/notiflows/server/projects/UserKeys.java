package com.notiflows.server.projects;

import com.notiflows.server.json.StrictJson;
import com.notiflows.server.persistence.AccessRow;
import com.notiflows.server.persistence.SigningKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates users by a JWT that the project's backend signed. */
public final class UserKeys {

  /** The header of the JWT. */
  public static final String USER_KEY_HEADER = UserToken.HEADER;

  /** The header of a user who is only claimed. */
  public static final String USER_ID_HEADER = "x-notiflows-user-id";

  private static final Logger LOG = LoggerFactory.getLogger(UserKeys.class);
  private static final Duration WARNING_PAUSE = Duration.ofMinutes(1);
  private static final int LONGEST_KID = 128;

  private final Transactions transactions;
  private final Operation.Parameter externalIdRule;
  private final Limits limits;
  private final StrictJson json;
  private final Clock clock;
  private final Map<UUID, Instant> warnings = new ConcurrentHashMap<>();

  /**
   * Validates within those limits.
   *
   * @param externalIdRule what the spec asks of an external id
   * @param clock tells which keys have expired
   */
  public UserKeys(
      Transactions transactions, Operation.Parameter externalIdRule, Limits limits, Clock clock) {
    this.transactions = transactions;
    this.externalIdRule = externalIdRule;
    this.limits = limits;
    this.json = limits.json();
    this.clock = clock;
  }

  /**
   * What a caller showed, of which nothing is proved yet.
   *
   * @param token the JWT, if one came and can be read
   * @param fault why it can't
   */
  record Shown(Credential.UserKey key, Optional<UserToken> token, Optional<ApiException> fault) {

    /** The user whom the call is about, if it is let in. */
    Optional<String> externalId() {
      return key.token().isPresent() ? token.flatMap(UserToken::subject) : key.claimedId();
    }

    /** The name of the signing key. */
    Optional<String> kid() {
      return token.flatMap(UserToken::kid).filter(kid -> kid.length() <= LONGEST_KID);
    }
  }

  /** Reads what came, so that it can be looked up. */
  Shown read(Credential.UserKey key) {
    if (key.token().isEmpty()) {
      return new Shown(key, Optional.empty(), Optional.empty());
    }
    try {
      UserToken token = UserToken.read(key.token().get(), json, limits.userKeyBytes());
      return new Shown(key, Optional.of(token), Optional.empty());
    } catch (ApiException e) {
      return new Shown(key, Optional.empty(), Optional.of(e)); // told after the public key's turn
    }
  }

  /**
   * Makes sure that the project's backend vouches for the user.
   *
   * @throws ApiException 401
   */
  void validate(Shown shown, AccessRow row) {
    if (shown.fault().isPresent()) {
      throw shown.fault().get();
    }
    if (shown.token().isEmpty()) {
      believe(shown, row);
      return;
    }
    UserToken token = shown.token().get();
    verifySignature(token, row);
    token.checkTime(clock.instant(), lifetime(row));
    if (token.subject().filter(externalIdRule::accepts).isEmpty()) {
      throw UserToken.invalid("sub", "its claim sub is no external id");
    }
  }

  private UserToken.Lifetime lifetime(AccessRow row) {
    return new UserToken.Lifetime(
        Duration.ofSeconds(limits.userKeyLeewaySeconds()),
        Duration.ofSeconds(limits.userKeyMaxAgeSeconds()),
        Optional.ofNullable(row.userKeyMaxAgeSeconds()).map(Duration::ofSeconds));
  }

  /** Lets a user in who is only claimed, where the project's security mode is off. */
  private void believe(Shown shown, AccessRow row) {
    if (!row.securityMode().equals(ProjectService.SecurityMode.OFF.label())) {
      throw ApiException.unauthenticated("user_key", "missing", USER_KEY_HEADER);
    }
    if (shown.externalId().isEmpty()) {
      throw ApiException.unauthenticated("user_key", "missing", USER_ID_HEADER);
    }
    if (!externalIdRule.accepts(shown.externalId().get())) {
      throw ApiException.unauthenticated("user_key", "invalid", USER_ID_HEADER);
    }
    warn(row.projectId());
  }

  private void verifySignature(UserToken token, AccessRow row) {
    if (token.kid().isEmpty()) {
      verifyByAnyKey(token, row.projectId());
      return;
    }
    byte @Nullable [] key = row.signingKey();
    if (key == null) {
      throw UserToken.invalid("kid", "the project has no signing key of its kid");
    }
    if (row.signingKeyRetiredAt() != null) {
      throw ApiException.unauthenticated("user_key", "revoked", USER_KEY_HEADER);
    }
    verifySignature(token.isSignedBy(RsaKeys.stored(key)));
  }

  private void verifyByAnyKey(UserToken token, UUID projectId) {
    List<SigningKeyMapper.Row> keys =
        transactions.single(SigningKeyMapper.class, mapper -> mapper.list(projectId));
    Optional<SigningKeyMapper.Row> signer =
        keys.stream().filter(row -> token.isSignedBy(RsaKeys.stored(row.publicKey()))).findFirst();
    verifySignature(signer.isPresent());
    if (signer.get().retiredAt() != null) {
      throw ApiException.unauthenticated("user_key", "revoked", USER_KEY_HEADER);
    }
  }

  private static void verifySignature(boolean isGood) {
    if (!isGood) {
      throw UserToken.invalid("signature", "no registered key made its signature");
    }
  }

  /** Says it again and again, but not so often that nothing else can be read. */
  private void warn(UUID projectId) {
    Instant now = clock.instant();
    Instant last = warnings.get(projectId);
    if (last == null || last.plus(WARNING_PAUSE).isBefore(now)) {
      warnings.put(projectId, now);
      LOG.warn(
          "SECURITY MODE IS OFF for project {}: whoever has its public key can act as any of its"
              + " users. `notiflows projects security-mode --project {} on` ends that.",
          projectId,
          projectId);
    }
  }
}
