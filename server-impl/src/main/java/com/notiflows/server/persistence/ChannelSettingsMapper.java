package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Reads and writes channel settings. */
public interface ChannelSettingsMapper {

  /** Settings as they are stored, without their keys. */
  record StoredRow(String settings, Instant createdAt, Instant updatedAt) {

    /** Tells no settings, which hold tokens. */
    @Override
    public String toString() {
      return "StoredRow[updatedAt=" + updatedAt + "]";
    }
  }

  /** Settings, locked until the transaction ends; or null. */
  @Nullable StoredRow lock(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId);

  /** Inserts settings that are not there yet. */
  int insert(ChannelSettingsRow row);

  /** Replaces settings that are there. */
  int replace(ChannelSettingsRow row);

  /**
   * Inserts settings, or replaces those whose {@code created_at} is the expected one. Counts 0 when
   * nothing changed: other settings have come since they were looked up, or equal ones are there.
   *
   * @param expectedCreatedAt the {@code created_at} that was looked up; null if there were no
   *     settings
   */
  int put(
      @Param("row") ChannelSettingsRow row,
      @Param("expectedCreatedAt") @Nullable Instant expectedCreatedAt);

  /** Removes settings; counts 0 if there were none. */
  int delete(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId);
}
