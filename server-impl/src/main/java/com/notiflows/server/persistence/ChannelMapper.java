package com.notiflows.server.persistence;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** Reads and writes channels. */
public interface ChannelMapper {

  /** Inserts a channel. */
  int insert(ChannelRow channel);

  /** All channels of a project, oldest first. */
  List<ChannelRow> list(@Param("projectId") UUID projectId);

  /** Those of the project's channels that have one of these ids, of which there is at least one. */
  List<ChannelRow> find(@Param("projectId") UUID projectId, @Param("ids") Collection<UUID> ids);
}
