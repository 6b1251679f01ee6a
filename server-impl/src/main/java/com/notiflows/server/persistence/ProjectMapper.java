package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The table {@code projects}. */
public interface ProjectMapper {

  /**
   * A project.
   *
   * @param securityMode {@code on} or {@code off}
   * @param userKeyMaxAgeSeconds how long a user key works after it was issued; null if the project
   *     has no bound of its own
   * @param tokenKey HMAC key of the project's device identifiers and cursors
   * @param revision increases with every change of what servers keep in memory; begins with the
   *     microseconds of the creation since 1970, so that a project that is created again under its
   *     id never gets a revision that servers remember
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record ProjectRow(
      UUID id,
      String name,
      String securityMode,
      boolean requireIfMatch,
      @Nullable Integer userKeyMaxAgeSeconds,
      byte[] tokenKey,
      long revision,
      Instant createdAt) {

    /** Omits the key because it is secret. */
    @Override
    public String toString() {
      return "ProjectRow[id=" + id + "]";
    }
  }

  /** The revision of a project. */
  record RevisionRow(UUID id, long revision) {}

  /** Inserts a project. */
  int insert(ProjectRow project);

  /** All projects, in order of creation. */
  List<ProjectRow> list();

  /** A project; null if there is none. */
  @Nullable ProjectRow find(@Param("id") UUID id);

  /**
   * The revisions of projects.
   *
   * @param ids at least one; repeats are harmless
   */
  List<RevisionRow> revisions(@Param("ids") Collection<UUID> ids);

  /** Increases the revision; counts 0 if there is no such project. */
  int revise(@Param("id") UUID id);

  /** Sets whether users of a project must authenticate. */
  int setSecurityMode(@Param("id") UUID id, @Param("securityMode") String securityMode);

  /** Sets how long user keys work after they were issued; null removes the bound. */
  int setUserKeyMaxAge(@Param("id") UUID id, @Param("seconds") @Nullable Integer seconds);

  /** Sets whether settings are replaced only with a precondition. */
  int setRequireIfMatch(@Param("id") UUID id, @Param("required") boolean required);
}
