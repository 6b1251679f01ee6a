package com.notiflows.server.projects;

import com.notiflows.server.persistence.AccessMapper;
import com.notiflows.server.persistence.AccessRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges credentials, and finds what a call is about in the same statement: so a key that is
 * revoked stops with the next request, on every node.
 */
public final class AccessService {

  /** The header of the public key. */
  public static final String API_KEY_HEADER = "x-notiflows-api-key";

  /** The header of the secret key. */
  public static final String SECRET_KEY_HEADER = "x-notiflows-secret-key";

  private final Transactions transactions;
  private final Clock clock;

  /** Looks keys up through the transactions; the clock tells which have expired. */
  public AccessService(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Lets a call in.
   *
   * @throws ApiException 401 for the first credential that fails, the public key before the secret
   */
  public Access open(AccessRequest request) {
    String publicKey =
        request.publicKey().orElseThrow(() -> failed("api_key", "missing", API_KEY_HEADER));
    AccessRow row =
        transactions
            .single(
                AccessMapper.class, mapper -> Optional.ofNullable(find(mapper, publicKey, request)))
            .orElseThrow(() -> failed("api_key", "invalid", API_KEY_HEADER));
    Instant now = clock.instant();
    judge(row.publicRevokedAt(), row.publicExpiresAt(), now, "api_key", API_KEY_HEADER);
    String secretKey =
        request.secretKey().orElseThrow(() -> failed("secret_key", "missing", SECRET_KEY_HEADER));
    // The look-up found the row by its hash; this comparison takes the same time wherever they
    // differ.
    if (!MessageDigest.isEqual(row.secretHash(), Secrets.hash(secretKey))) {
      throw failed("secret_key", "invalid", SECRET_KEY_HEADER);
    }
    judge(row.secretRevokedAt(), row.secretExpiresAt(), now, "secret_key", SECRET_KEY_HEADER);
    return access(request, row);
  }

  private static @Nullable AccessRow find(
      AccessMapper mapper, String publicKey, AccessRequest request) {
    return mapper.find(
        publicKey.getBytes(StandardCharsets.UTF_8),
        request.secretKey().map(Secrets::hash).orElse(null),
        request.externalId().map(id -> id.getBytes(StandardCharsets.UTF_8)).orElse(null),
        request.channelId().orElse(null));
  }

  private static void judge(
      @Nullable Instant revokedAt,
      @Nullable Instant expiresAt,
      Instant now,
      String auth,
      String header) {
    if (revokedAt != null) {
      throw failed(auth, "revoked", header);
    }
    if (expiresAt != null && !now.isBefore(expiresAt)) {
      throw failed(auth, "expired", header);
    }
  }

  private static ApiException failed(String auth, String reason, String header) {
    return ApiException.unauthenticated(auth, reason, header);
  }

  private static Access access(AccessRequest request, AccessRow row) {
    UUID channelId = row.channelId();
    String provider = row.channelProvider();
    Optional<Access.Channel> channel =
        channelId == null || provider == null
            ? Optional.empty()
            : Optional.of(new Access.Channel(channelId, provider));
    String settings = row.settings();
    Instant createdAt = row.settingsCreatedAt();
    Instant updatedAt = row.settingsUpdatedAt();
    Optional<Access.Stored> stored =
        settings == null || createdAt == null || updatedAt == null
            ? Optional.empty()
            : Optional.of(new Access.Stored(settings, createdAt, updatedAt));
    return new Access(request, row.projectId(), Optional.ofNullable(row.userId()), channel, stored);
  }
}
