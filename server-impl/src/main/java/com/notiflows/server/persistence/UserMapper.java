package com.notiflows.server.persistence;

import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The table {@code users}. */
public interface UserMapper {

  /** A place in the list of users, and what the list is narrowed to. */
  record Range(
      UUID projectId,
      @Nullable Instant createdAfter,
      @Nullable Instant createdBefore,
      @Nullable Instant fromCreatedAt,
      @Nullable UUID fromId,
      int limit) {}

  /** A user's two ids. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record IdsRow(UUID id, byte[] externalId) {}

  /**
   * Users by external id, in that order.
   *
   * @param externalIds at least one, sorted
   */
  List<UserRow> find(
      @Param("projectId") UUID projectId,
      @Param("externalIds") Collection<byte[]> externalIds,
      @Param("lock") Lock lock);

  /**
   * The ids of users, locked in order of their ids.
   *
   * @param ids at least one
   */
  List<IdsRow> lock(
      @Param("projectId") UUID projectId,
      @Param("ids") Collection<UUID> ids,
      @Param("lock") Lock lock);

  /** Those of some ids, at least one, that users have. */
  List<UUID> existing(@Param("projectId") UUID projectId, @Param("ids") Collection<UUID> ids);

  /** Inserts users, at least one. */
  int insert(@Param("rows") Collection<UserRow> rows);

  /** Replaces all but ids and {@code created_at}. */
  int update(UserRow user);

  /** Removes users, at least one, with their settings, endpoints and stored responses. */
  int delete(@Param("projectId") UUID projectId, @Param("ids") Collection<UUID> ids);

  /** Users that are older than the place where the range starts, the newest of them first. */
  List<UserRow> older(Range range);

  /** Users that are newer than the place where the range starts, the oldest of them first. */
  List<UserRow> newer(Range range);
}
