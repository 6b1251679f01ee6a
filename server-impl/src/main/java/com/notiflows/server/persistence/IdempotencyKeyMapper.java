package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The tables of stored responses: {@code idempotency_keys} and {@code idempotency_key_users}. */
public interface IdempotencyKeyMapper {

  /**
   * The stored response of a write.
   *
   * @param scopeHash SHA-256 of the key and of what it is valid for
   * @param fingerprint SHA-256 of the request
   * @param body null if the response had none
   * @param userId whose data the response holds; null if the data is of no user, or of several
   * @param keyId the data key that the body is encrypted with; null if it is plain text
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record Row(
      Hash scopeHash,
      Hash fingerprint,
      int status,
      byte @Nullable [] body,
      @Nullable UUID userId,
      Instant createdAt,
      @Nullable Integer keyId) {

    /** The same with another body, which is encrypted with that key or plain text. */
    Row with(@Nullable Integer newKeyId, byte[] newBody) {
      return new Row(scopeHash, fingerprint, status, newBody, userId, createdAt, newKeyId);
    }

    /** Omits the body because it holds device tokens. */
    @Override
    public String toString() {
      return "Row[status=" + status + "]";
    }
  }

  /**
   * Stored responses.
   *
   * @param scopeHashes at least one; repeats are harmless
   */
  List<Row> find(@Param("projectId") UUID projectId, @Param("scopeHashes") List<Hash> scopeHashes);

  /** Inserts responses, at least one; fails if another write has one of the keys. */
  int insert(@Param("projectId") UUID projectId, @Param("rows") List<Row> rows);

  /** Removes responses, at least one. */
  int delete(
      @Param("projectId") UUID projectId, @Param("scopeHashes") Collection<Hash> scopeHashes);

  /** Records that a response holds the data of several users. */
  int insertUsers(
      @Param("projectId") UUID projectId,
      @Param("scopeHash") Hash scopeHash,
      @Param("userIds") List<UUID> userIds);

  /** Removes the responses that hold the data of these users, at least one, among others. */
  int deleteOfUsers(@Param("projectId") UUID projectId, @Param("userIds") Collection<UUID> userIds);

  /** Removes the oldest of the responses that are as old as that or older, at most so many. */
  int deleteOld(
      @Param("projectId") UUID projectId, @Param("until") Instant until, @Param("limit") int limit);
}
