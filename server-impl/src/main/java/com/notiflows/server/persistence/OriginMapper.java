package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** The origins whose pages may call the User API. */
public interface OriginMapper {

  /** Allows origins, of which there is at least one; those that are allowed already stay so. */
  int insertAll(
      @Param("projectId") UUID projectId,
      @Param("origins") List<byte[]> origins,
      @Param("now") Instant now);

  /** Removes all origins of a project. */
  int deleteAll(@Param("projectId") UUID projectId);

  /** The origins of a project, in alphabetical order. */
  List<byte[]> list(@Param("projectId") UUID projectId);

  /** Whether any project allows this origin. */
  boolean isKnown(@Param("origin") byte[] origin);
}
