package com.notiflows.server.persistence;

import com.notiflows.server.model.Place;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The table {@code channel_settings}, and what else is read together with it. */
public interface ChannelSettingsMapper {

  /** How rows are read. */
  enum Lock {
    /** As they were last committed. */
    NONE,
    /** Locked, or not at all: fails at once if another transaction holds one of them. */
    NO_WAIT,
    /** Locked, after waiting for other transactions. */
    WAIT
  }

  /**
   * Users with what they have on one channel. A user with several endpoints has as many rows, one
   * without any has one.
   *
   * @param externalIds at least one, sorted; repeats are harmless
   */
  List<PlaceRow> placesOf(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("externalIds") List<byte[]> externalIds,
      @Param("lock") Lock lock);

  /**
   * What users have, in order of user and channel. A place with several endpoints has as many rows.
   *
   * @param userIds at least one
   * @param channelIds the channels; null for all
   * @param lock a writer has locked the users before; it locks these rows too, because a lock on a
   *     user does not stop writers on other nodes of a cluster
   */
  List<PlaceRow> placesOfUsers(
      @Param("projectId") UUID projectId,
      @Param("userIds") Collection<UUID> userIds,
      @Param("channelIds") @Nullable Collection<UUID> channelIds,
      @Param("lock") Lock lock);

  /** A place that has settings, with the external id of its user. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record ExportRow(UUID userId, UUID channelId, byte[] externalId) {}

  /**
   * The next places of a project that have settings, in order of user and channel.
   *
   * @param after the last place that was read before; null to begin
   */
  List<ExportRow> page(
      @Param("projectId") UUID projectId,
      @Param("after") @Nullable Place after,
      @Param("limit") int limit);

  /**
   * Stores settings, at least one, where there were none. Fails if there are some, for example by a
   * writer on another node of a cluster.
   */
  int insert(@Param("projectId") UUID projectId, @Param("rows") List<ChannelSettingsRow> rows);

  /** Stores settings, at least one, in place of those that are there and locked. */
  int update(@Param("projectId") UUID projectId, @Param("rows") List<ChannelSettingsRow> rows);

  /** Removes settings, at least one. */
  int delete(@Param("projectId") UUID projectId, @Param("places") List<Place> places);
}
