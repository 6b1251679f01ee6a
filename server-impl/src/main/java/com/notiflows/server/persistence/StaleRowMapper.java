package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose secrets are not stored as they should be: encrypted with the current data key of their
 * project, or as plain text. They are as they are stored. A caller that changes rows of users holds
 * the locks of these users; their rows are locked too, because writers on other nodes of a cluster
 * do not see those locks.
 */
public interface StaleRowMapper {

  /** How many rows of a table are encrypted with a key; null for plain text. */
  record KeyCount(String table, @Nullable Integer keyId, long count) {}

  /** The key of a stored response; null for plain text. */
  record ReplyKey(Hash scopeHash, @Nullable Integer keyId) {}

  /** The rows with secrets of users, between two ids and including these, by table and key. */
  List<KeyCount> countsOfUsers(
      @Param("projectId") UUID projectId, @Param("first") UUID first, @Param("last") UUID last);

  /** The next stored responses, in order of their hashes. */
  List<ReplyKey> replies(
      @Param("projectId") UUID projectId,
      @Param("after") @Nullable Hash after,
      @Param("limit") int limit);

  /** How many users a project has. */
  long countUsers(@Param("projectId") UUID projectId);

  /** The next users, in order of their ids. */
  List<UUID> users(
      @Param("projectId") UUID projectId,
      @Param("after") @Nullable UUID after,
      @Param("limit") int limit);

  /**
   * Users with secrets under another key.
   *
   * @param userIds at least one
   * @param keyId the key that is right; null for plain text
   */
  List<UserRow> staleUsers(
      @Param("projectId") UUID projectId,
      @Param("userIds") Collection<UUID> userIds,
      @Param("keyId") @Nullable Integer keyId);

  /** The settings of users, likewise; locked. */
  List<ChannelSettingsRow> staleSettings(
      @Param("projectId") UUID projectId,
      @Param("userIds") Collection<UUID> userIds,
      @Param("keyId") @Nullable Integer keyId);

  /** The endpoints of users, likewise; locked, because old ones are deleted without their user. */
  List<EndpointRow> staleEndpoints(
      @Param("projectId") UUID projectId,
      @Param("userIds") Collection<UUID> userIds,
      @Param("keyId") @Nullable Integer keyId);

  /** The next stored responses under another key, locked, in order of their hashes. */
  List<IdempotencyKeyMapper.Row> staleReplies(
      @Param("projectId") UUID projectId,
      @Param("after") @Nullable Hash after,
      @Param("keyId") @Nullable Integer keyId,
      @Param("limit") int limit);

  /** Stores the secrets of a user, and nothing else. */
  int updateUser(UserRow row);

  /** Stores the text of settings, at least one, and nothing else. The rows exist. */
  int updateSettings(
      @Param("projectId") UUID projectId, @Param("rows") List<ChannelSettingsRow> rows);

  /** Stores the secrets of endpoints, at least one, and nothing else. The rows exist. */
  int updateEndpoints(@Param("projectId") UUID projectId, @Param("rows") List<EndpointRow> rows);

  /** Stores the body of a response, and nothing else. */
  int updateReply(@Param("projectId") UUID projectId, @Param("row") IdempotencyKeyMapper.Row row);
}
