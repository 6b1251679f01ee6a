package com.notiflows.server.projects;

import com.notiflows.server.persistence.AccessMapper;
import com.notiflows.server.persistence.AccessQuery;
import com.notiflows.server.persistence.AccessRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.TokenPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Validates credentials, and finds what a call is about in the same statement: so a key that is
 * revoked stops with the next request, on every node.
 */
public final class AccessService {

  /** The header of the public key. */
  public static final String API_KEY_HEADER = "x-notiflows-api-key";

  /** The header of the secret key. */
  public static final String SECRET_KEY_HEADER = "x-notiflows-secret-key";

  private final Transactions transactions;
  private final UserKeys userKeys;
  private final Clock clock;

  /** Looks keys up through the transactions; the clock tells which have expired. */
  public AccessService(Transactions transactions, UserKeys userKeys, Clock clock) {
    this.transactions = transactions;
    this.userKeys = userKeys;
    this.clock = clock;
  }

  /**
   * Lets a call in.
   *
   * @throws ApiException 401 for the first credential that fails, the public key before the other;
   *     403 for a page of an origin that the project doesn't allow
   */
  public Access open(AccessRequest request) {
    String publicKey =
        request.publicKey().orElseThrow(() -> failed("api_key", "missing", API_KEY_HEADER));
    if (request.credential() instanceof Credential.SecretKey secret) {
      Optional<byte[]> hash = secret.text().map(Secrets::hash);
      AccessQuery query = query(publicKey, hash, request.externalId(), request.channelId());
      AccessRow row = find(mapper -> mapper.findBySecretKey(query));
      checkSecretKey(row, hash);
      return access(request, request.externalId(), row);
    }
    Credential.UserKey key = (Credential.UserKey) request.credential();
    UserKeys.Shown shown = userKeys.read(key);
    AccessQuery query = query(publicKey, shown, request.channelId());
    AccessRow row = find(mapper -> mapper.findByUserKey(query));
    userKeys.validate(shown, row);
    if (key.origin().isPresent() && !row.originAllowed()) {
      throw ApiException.originNotAllowed();
    }
    return access(request, shown.externalId(), row);
  }

  /** The row of a call whose public key is good. */
  private AccessRow find(Function<AccessMapper, @Nullable AccessRow> lookUp) {
    AccessRow row =
        transactions
            .single(AccessMapper.class, mapper -> Optional.ofNullable(lookUp.apply(mapper)))
            .orElseThrow(() -> failed("api_key", "invalid", API_KEY_HEADER));
    validate(row.publicRevokedAt(), row.publicExpiresAt(), "api_key", API_KEY_HEADER);
    return row;
  }

  private void checkSecretKey(AccessRow row, Optional<byte[]> shown) {
    byte[] hash = shown.orElseThrow(() -> failed("secret_key", "missing", SECRET_KEY_HEADER));
    // The look-up found the row by its hash; this comparison takes the same time wherever they
    // differ.
    if (!MessageDigest.isEqual(row.secretHash(), hash)) {
      throw failed("secret_key", "invalid", SECRET_KEY_HEADER);
    }
    validate(row.secretRevokedAt(), row.secretExpiresAt(), "secret_key", SECRET_KEY_HEADER);
  }

  private void validate(
      @Nullable Instant revokedAt, @Nullable Instant expiresAt, String auth, String header) {
    if (revokedAt != null) {
      throw failed(auth, "revoked", header);
    }
    if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
      throw failed(auth, "expired", header);
    }
  }

  private static AccessQuery query(
      String publicKey,
      Optional<byte[]> secretHash,
      Optional<String> externalId,
      Optional<UUID> channelId) {
    return new AccessQuery(
        bytes(publicKey),
        secretHash.orElse(null),
        externalId.map(AccessService::bytes).orElse(null),
        channelId.orElse(null),
        null,
        null);
  }

  private static AccessQuery query(
      String publicKey, UserKeys.Shown shown, Optional<UUID> channelId) {
    return new AccessQuery(
        bytes(publicKey),
        null,
        shown.externalId().map(AccessService::bytes).orElse(null),
        channelId.orElse(null),
        shown.kid().map(AccessService::bytes).orElse(null),
        shown.key().origin().map(AccessService::bytes).orElse(null));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ApiException failed(String auth, String reason, String header) {
    return ApiException.unauthenticated(auth, reason, header);
  }

  private static Access access(AccessRequest request, Optional<String> externalId, AccessRow row) {
    UUID channelId = row.channelId();
    String provider = row.channelProvider();
    Optional<Access.Channel> channel =
        channelId == null || provider == null
            ? Optional.empty()
            : Optional.of(
                new Access.Channel(
                    channelId,
                    provider,
                    TokenPolicy.of(
                        row.channelTokenOwnership(),
                        row.channelTokenCap(),
                        row.channelTokenOverflow())));
    String settings = row.settings();
    Instant createdAt = row.settingsCreatedAt();
    Instant updatedAt = row.settingsUpdatedAt();
    Optional<Access.Stored> stored =
        settings == null || createdAt == null || updatedAt == null
            ? Optional.empty()
            : Optional.of(new Access.Stored(settings, createdAt, updatedAt));
    return new Access(
        request,
        row.projectId(),
        row.requireIfMatch(),
        Optional.ofNullable(row.tokenKey()).map(TokenKey::new),
        externalId,
        Optional.ofNullable(row.userId()),
        channel,
        stored);
  }
}
