package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one statement tells of a call: its keys, and the user, channel and settings it is about. All
 * but the project is null where there is no such row in the project.
 *
 * @param securityMode {@code on} or {@code off}
 * @param userKeyMaxAgeSeconds how long a user key works after it was issued; null if the project
 *     has no bound of its own
 * @param requireIfMatch whether the project takes a replacement only with a precondition
 * @param tokenKey the project's key of its index of device tokens; null until it needs one
 * @param signingKey the DER of the public key that the call named
 * @param originAllowed whether the project allows the origin that the call named
 */
@SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
public record AccessRow(
    UUID projectId,
    @Nullable Instant publicExpiresAt,
    @Nullable Instant publicRevokedAt,
    byte @Nullable [] secretHash,
    @Nullable Instant secretExpiresAt,
    @Nullable Instant secretRevokedAt,
    String securityMode,
    @Nullable Integer userKeyMaxAgeSeconds,
    boolean requireIfMatch,
    byte @Nullable [] tokenKey,
    byte @Nullable [] signingKey,
    @Nullable Instant signingKeyRetiredAt,
    boolean originAllowed,
    @Nullable UUID userId,
    @Nullable UUID channelId,
    @Nullable String channelProvider,
    @Nullable String channelTokenOwnership,
    @Nullable Integer channelTokenCap,
    @Nullable String channelTokenOverflow,
    @Nullable String settings,
    @Nullable Instant settingsCreatedAt,
    @Nullable Instant settingsUpdatedAt) {

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "AccessRow[projectId=" + projectId + "]";
  }
}
