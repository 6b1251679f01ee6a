package com.notiflows.server.persistence;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** The table {@code changes}. */
public interface ChangeMapper {

  /** Inserts changes, of which there is at least one. */
  int insert(@Param("projectId") UUID projectId, @Param("rows") Collection<ChangeRow> rows);

  /** The changes after a position, in order. */
  List<ChangeRow> after(
      @Param("projectId") UUID projectId,
      @Param("position") long position,
      @Param("limit") int limit);

  /** Removes the details of all changes of users, of whom there is at least one. */
  int removeDetails(@Param("projectId") UUID projectId, @Param("users") Collection<UUID> users);

  /** Deletes changes up to a position, oldest first. */
  int deleteUntil(@Param("projectId") UUID projectId, @Param("position") long position);
}
