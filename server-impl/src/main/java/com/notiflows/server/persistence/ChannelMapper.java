package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Reads and writes channels. */
public interface ChannelMapper {

  /** Inserts a channel. */
  int insert(ChannelRow channel);

  /** Sets how many tokens a user may have on a channel; counts 0 if there is no such channel. */
  int setTokenCap(
      @Param("projectId") UUID projectId,
      @Param("handle") String handle,
      @Param("cap") @Nullable Integer cap,
      @Param("overflow") String overflow,
      @Param("now") Instant now);

  /** All channels of a project, oldest first. */
  List<ChannelRow> list(@Param("projectId") UUID projectId);

  /** Those of the project's channels that have one of these ids, of which there is at least one. */
  List<ChannelRow> find(@Param("projectId") UUID projectId, @Param("ids") Collection<UUID> ids);
}
