package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Writes channel settings. */
public interface ChannelSettingsMapper {

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
