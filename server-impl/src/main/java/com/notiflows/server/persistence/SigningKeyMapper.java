package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The public keys that JWTs of a project's users are verified by. */
public interface SigningKeyMapper {

  /**
   * A signing key.
   *
   * @param kid its name, as UTF-8
   * @param publicKey DER of its SubjectPublicKeyInfo
   * @param retiredAt null while it lives
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record Row(
      UUID projectId,
      byte[] kid,
      byte[] publicKey,
      Instant createdAt,
      @Nullable Instant retiredAt) {}

  /** Inserts a key. */
  int insert(Row row);

  /** The keys of a project, retired ones too, oldest first. */
  List<Row> list(@Param("projectId") UUID projectId);

  /** Retires a key; counts 0 if there is none, or it is retired already. */
  int retire(
      @Param("projectId") UUID projectId, @Param("kid") byte[] kid, @Param("now") Instant now);
}
