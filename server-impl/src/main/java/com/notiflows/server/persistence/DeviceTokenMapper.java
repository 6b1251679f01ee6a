package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The index of device tokens: which users have which, by keyed hash. */
public interface DeviceTokenMapper {

  /** A user who has a token. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record OwnerRow(UUID userId, byte[] externalId) {}

  /** A device. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record DeviceRow(
      byte[] tokenHash,
      byte @Nullable [] installationHash,
      @Nullable String facts,
      Instant firstSeenAt,
      Instant lastSeenAt) {}

  /** The key of a project. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record KeyRow(byte[] tokenKey) {}

  /** Inserts rows, of which there is at least one; fails if another user holds one of them. */
  int insert(@Param("rows") List<DeviceTokenRow> rows);

  /** Removes rows, of which there is at least one; a row that is not there is no error. */
  int delete(@Param("projectId") UUID projectId, @Param("rows") List<DeviceTokenRow> rows);

  /**
   * Takes tokens that were registered out of quarantine, at least one: those that only one user may
   * have from whomever they were taken, others from their own user's.
   */
  int endQuarantine(@Param("projectId") UUID projectId, @Param("rows") List<DeviceTokenRow> rows);

  /** Removes all tokens of a user on a channel. */
  int forget(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId);

  /** Notes that tokens were registered again; counts rows that had not been seen as late before. */
  int see(
      @Param("projectId") UUID projectId,
      @Param("rows") List<DeviceTokenRow> rows,
      @Param("now") Instant now);

  /** Replaces what is known of a device, which is seen by that. */
  int describe(DeviceTokenRow row);

  /** A user's tokens on a channel. */
  List<DeviceRow> devices(
      @Param("projectId") UUID projectId,
      @Param("userId") UUID userId,
      @Param("channelId") UUID channelId);

  /**
   * The users who have one of these tokens, of which there is at least one; some more than once.
   */
  List<UUID> holders(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("hashes") Collection<byte[]> hashes);

  /** The first users who have a token, in order of their ids. */
  List<OwnerRow> owners(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("hash") byte[] hash,
      @Param("limit") int limit);

  /** The key of a project, or null. */
  @Nullable KeyRow key(@Param("projectId") UUID projectId);

  /** Gives a project a key; counts 0 if it has one. */
  int setKey(@Param("projectId") UUID projectId, @Param("tokenKey") byte[] tokenKey);
}
