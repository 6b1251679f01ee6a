package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Reads and writes users. */
public interface UserMapper {

  /** A place in the list of users, and what the list is narrowed to. */
  record Range(
      UUID projectId,
      @Nullable Instant createdAfter,
      @Nullable Instant createdBefore,
      @Nullable Instant fromCreatedAt,
      @Nullable UUID fromId,
      int limit) {}

  /** A key that signs cursors. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record CursorKeyRow(byte[] cursorKey) {}

  /** A user, or null. */
  @Nullable UserRow find(@Param("projectId") UUID projectId, @Param("id") UUID id);

  /** A user by external id, locked until the transaction ends; or null. */
  @Nullable UserRow lock(
      @Param("projectId") UUID projectId, @Param("externalId") byte[] externalId);

  /** A user's two ids. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record IdsRow(UUID id, byte[] externalId) {}

  /**
   * Users by external id, of which there is at least one; others may read and lock them likewise,
   * but nobody changes them until the transaction ends.
   */
  List<IdsRow> lockShared(
      @Param("projectId") UUID projectId, @Param("externalIds") List<byte[]> externalIds);

  /** Inserts a user. */
  int insert(UserRow user);

  /** Inserts those users, of whom there is at least one, whose external ids are not there. */
  int insertMissing(@Param("users") List<UserRow> users);

  /** Replaces all but ids and {@code created_at}. */
  int update(UserRow user);

  /** Removes a user, who must have no settings left. */
  int delete(@Param("projectId") UUID projectId, @Param("id") UUID id);

  /** Users that are older than the place where the range starts, the newest of them first. */
  List<UserRow> older(Range range);

  /** Users that are newer than the place where the range starts, the oldest of them first. */
  List<UserRow> newer(Range range);

  /** The key that signs the cursors of a project; null if it has none yet. */
  @Nullable CursorKeyRow cursorKey(@Param("projectId") UUID projectId);

  /** Gives a project a key that signs its cursors, unless it has one. */
  int setCursorKey(@Param("projectId") UUID projectId, @Param("cursorKey") byte[] cursorKey);
}
