package com.notiflows.server.persistence;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** Reads and writes the channel settings of whole users. */
public interface UserSettingsMapper {

  /** The settings of users, of whom there is at least one; in order of user and channel. */
  List<StoredSettingsRow> ofUsers(
      @Param("projectId") UUID projectId, @Param("userIds") Collection<UUID> userIds);

  /** Removes all settings of a user. */
  int deleteOfUser(@Param("projectId") UUID projectId, @Param("userId") UUID userId);
}
