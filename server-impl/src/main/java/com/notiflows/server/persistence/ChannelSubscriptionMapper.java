package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** Reads and writes the endpoints of users. */
public interface ChannelSubscriptionMapper {

  /** All endpoints of a user on a channel, oldest first. */
  List<ChannelSubscriptionRow> list(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId);

  /** Inserts an endpoint. */
  int insert(ChannelSubscriptionRow row);

  /** Replaces the settings of an endpoint. */
  int update(
      @Param("row") ChannelSubscriptionRow row,
      @Param("settings") String settings,
      @Param("now") Instant now);

  /** Removes an endpoint; counts 0 if there is none. */
  int delete(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId,
      @Param("id") UUID id);

  /** Removes the endpoint with an identifier; counts 0 if there is none. */
  int deleteByIdentifier(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId,
      @Param("identifierHash") byte[] identifierHash);

  /** Removes all endpoints of a user. */
  int deleteOfUser(@Param("projectId") UUID projectId, @Param("userId") UUID userId);
}
