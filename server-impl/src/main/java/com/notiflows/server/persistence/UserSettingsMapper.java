package com.notiflows.server.persistence;

import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Reads and writes the channel settings of whole users. */
public interface UserSettingsMapper {

  /** The settings of users, of whom there is at least one; in order of user and channel. */
  List<StoredSettingsRow> ofUsers(
      @Param("projectId") UUID projectId, @Param("userIds") Collection<UUID> userIds);

  /** Settings, with the external id of their user. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record ExportRow(UUID userId, UUID channelId, byte[] externalId, String settings) {

    /** Tells no settings, which hold tokens. */
    @Override
    public String toString() {
      return "ExportRow[userId=" + userId + ", channelId=" + channelId + "]";
    }
  }

  /**
   * The next settings of a project, in order of user and channel.
   *
   * @param after the last settings that were read before; null to begin
   */
  List<ExportRow> page(
      @Param("projectId") UUID projectId,
      @Param("after") @Nullable Place after,
      @Param("limit") int limit);

  /** Removes all settings of a user. */
  int deleteOfUser(@Param("projectId") UUID projectId, @Param("userId") UUID userId);
}
