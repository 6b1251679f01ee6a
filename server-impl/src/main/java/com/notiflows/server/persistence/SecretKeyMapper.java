package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The table {@code secret_keys}: only hashes of keys are stored. */
public interface SecretKeyMapper {

  /**
   * A secret key.
   *
   * @param secretHash SHA-256 of its text
   * @param hint its last characters
   * @param scopes its scopes, separated by spaces; null for all
   * @param label for people; null for none
   * @param lastUsedAt when it was last used, up to an hour late; null if never
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record Row(
      UUID projectId,
      byte[] secretHash,
      UUID id,
      String hint,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable String scopes,
      @Nullable String label,
      @Nullable Instant lastUsedAt) {

    /** Omits the hash because it is a credential. */
    @Override
    public String toString() {
      return "Row[id=" + id + "]";
    }
  }

  /** Inserts a key. */
  int insert(Row row);

  /** The keys of a project, in order of creation. */
  List<Row> list(@Param("projectId") UUID projectId);

  /** Revokes a key; counts 0 if there is none, or it is revoked already. */
  int revoke(@Param("projectId") UUID projectId, @Param("id") UUID id, @Param("now") Instant now);

  /** Sets when a key expires; counts 0 if there is none. */
  int expire(@Param("projectId") UUID projectId, @Param("id") UUID id, @Param("end") Instant end);

  /** Sets when a key was last used, unless a later time is stored. */
  int use(@Param("projectId") UUID projectId, @Param("id") UUID id, @Param("time") Instant time);
}
