package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** Reads and writes channel settings. */
public interface ChannelSettingsMapper {

  /** Whose settings, and on which channel. */
  record Place(UUID userId, UUID channelId) {}

  /** Settings as they are stored. */
  record StoredRow(
      UUID userId, UUID channelId, String settings, Instant createdAt, Instant updatedAt) {

    /** Tells no settings, which hold tokens. */
    @Override
    public String toString() {
      return "StoredRow[userId=" + userId + ", channelId=" + channelId + "]";
    }
  }

  /**
   * Those settings that are there of the places, of which there is at least one; locked until the
   * transaction ends, in order of user and channel.
   */
  List<StoredRow> lock(
      @Param("projectId") UUID projectId, @Param("places") Collection<Place> places);

  /** Inserts settings, at least one; fails if any are there already. */
  int insert(@Param("rows") List<ChannelSettingsRow> rows);

  /** Replaces settings that are there and locked, at least one. */
  int replace(
      @Param("projectId") UUID projectId,
      @Param("now") Instant now,
      @Param("rows") List<ChannelSettingsRow> rows);

  /**
   * Replaces settings if they are still those that were looked up. Counts 0 if they are not.
   *
   * @param knownSettings what was looked up
   * @param knownCreatedAt when that was created
   */
  int compareAndSet(
      @Param("row") ChannelSettingsRow row,
      @Param("knownSettings") String knownSettings,
      @Param("knownCreatedAt") Instant knownCreatedAt);

  /**
   * Removes those settings that are there of the places, of which there is at least one, with their
   * part of the index of tokens and what is in quarantine.
   */
  int deleteAll(@Param("projectId") UUID projectId, @Param("places") List<Place> places);

  /** The same for one; counts 0 if there were no settings, else at least 1. */
  int delete(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId);
}
