package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The table {@code public_keys}: the directory that leads from a key to its project. */
public interface PublicKeyMapper {

  /**
   * A public key.
   *
   * @param publicKey its text as UTF-8
   * @param label for people; null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record Row(
      byte[] publicKey,
      UUID id,
      UUID projectId,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable String label) {}

  /** Inserts a key. */
  int insert(Row row);

  /** A key by its text; null if there is none. */
  @Nullable Row find(@Param("publicKey") byte[] publicKey);

  /** The keys of a project, in order of creation. */
  List<Row> list(@Param("projectId") UUID projectId);

  /** Revokes a key; counts 0 if there is none, or it is revoked already. */
  int revoke(@Param("projectId") UUID projectId, @Param("id") UUID id, @Param("now") Instant now);

  /** Sets when a key expires; counts 0 if there is none. */
  int expire(@Param("projectId") UUID projectId, @Param("id") UUID id, @Param("end") Instant end);
}
