package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Projects and their keys, for administrators. Every list is in order of creation. */
public interface AdminMapper {

  /**
   * A project.
   *
   * @param securityMode {@code on} or {@code off}
   * @param userKeyMaxAgeSeconds how long a user key works after it was issued; null if the project
   *     has no bound of its own
   */
  record ProjectRow(
      UUID id,
      String name,
      String securityMode,
      @Nullable Integer userKeyMaxAgeSeconds,
      boolean requireIfMatch,
      Instant createdAt) {}

  /**
   * A key of a project: a public one with its text, or a secret one with its hash.
   *
   * @param label the public key itself, or the end of the secret one
   */
  record KeyRow(
      UUID id,
      String kind,
      String label,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {}

  /** Inserts a project. */
  int insertProject(ProjectRow project);

  /** All projects. */
  List<ProjectRow> projects();

  /** 1 if there is such a project, else 0. */
  int countProjects(@Param("id") UUID id);

  /** Sets whether users of a project must prove who they are; counts 0 if there is no project. */
  int setSecurityMode(@Param("id") UUID id, @Param("securityMode") String securityMode);

  /** Sets how long user keys of a project work after they were issued; null removes the bound. */
  int setUserKeyMaxAge(@Param("id") UUID id, @Param("seconds") @Nullable Integer seconds);

  /** Sets whether a project takes a replacement of settings only with a precondition. */
  int setRequireIfMatch(@Param("id") UUID id, @Param("required") boolean required);

  /** Inserts a public key. */
  int insertPublicKey(
      @Param("projectId") UUID projectId,
      @Param("id") UUID id,
      @Param("publicKey") byte[] publicKey,
      @Param("createdAt") Instant createdAt,
      @Param("expiresAt") @Nullable Instant expiresAt);

  /** Inserts a secret key, of which only the hash is stored. */
  int insertSecretKey(
      @Param("projectId") UUID projectId,
      @Param("id") UUID id,
      @Param("secretHash") byte[] secretHash,
      @Param("hint") String hint,
      @Param("createdAt") Instant createdAt,
      @Param("expiresAt") @Nullable Instant expiresAt);

  /** The keys of a project. */
  List<KeyRow> keys(@Param("projectId") UUID projectId);

  /** Revokes a public key; counts 0 if there is none, or it is revoked already. */
  int revokePublicKey(
      @Param("projectId") UUID projectId, @Param("id") UUID id, @Param("now") Instant now);

  /** Revokes a secret key; counts 0 if there is none, or it is revoked already. */
  int revokeSecretKey(
      @Param("projectId") UUID projectId, @Param("id") UUID id, @Param("now") Instant now);
}
