package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Keeps what writes with an idempotency key were answered. */
public interface IdempotencyKeyMapper {

  /**
   * A key of a project that is taken for a request.
   *
   * @param scopeHash SHA-256 of the key and of what it is good for
   * @param fingerprint SHA-256 of the request
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to one statement, never compared
  record ClaimRow(UUID projectId, byte[] scopeHash, byte[] fingerprint, Instant now) {}

  /**
   * A kept answer.
   *
   * @param body null if the answer had none
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record KeptRow(byte[] fingerprint, int status, byte @Nullable [] body, Instant createdAt) {}

  /**
   * A kept answer, locked until the transaction ends; or null. Waits for nobody.
   *
   * @throws DatabaseException at once, as a conflict, if another transaction holds the key
   */
  @Nullable KeptRow lock(@Param("projectId") UUID projectId, @Param("scopeHash") byte[] scopeHash);

  /** A kept answer that was committed, or null. */
  @Nullable KeptRow find(@Param("projectId") UUID projectId, @Param("scopeHash") byte[] scopeHash);

  /** Takes a key that nobody has. */
  int claim(ClaimRow row);

  /** Takes a key whose answer has grown old. */
  int renew(ClaimRow row);

  /**
   * Keeps the answer of the write that has the key.
   *
   * @param userId whose data the answer holds, and with whom it goes; null if it holds nobody's, or
   *     that of several
   */
  int keep(
      @Param("projectId") UUID projectId,
      @Param("scopeHash") byte[] scopeHash,
      @Param("status") int status,
      @Param("body") byte @Nullable [] body,
      @Param("userId") @Nullable UUID userId);

  /** Notes that an answer holds the data of users, of whom there is at least one. */
  int keepOf(
      @Param("projectId") UUID projectId,
      @Param("scopeHash") byte[] scopeHash,
      @Param("userIds") List<UUID> userIds);

  /** Removes the answers that hold the data of a user among others. */
  int deleteOfUser(@Param("projectId") UUID projectId, @Param("userId") UUID userId);

  /** Removes the oldest of the answers that are as old as that or older, so many at the most. */
  int deleteOld(
      @Param("projectId") UUID projectId, @Param("until") Instant until, @Param("limit") int limit);
}
