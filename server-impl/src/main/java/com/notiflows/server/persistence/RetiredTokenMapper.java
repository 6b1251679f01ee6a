package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Retires device tokens and brings them back. */
public interface RetiredTokenMapper {

  /** A token that somebody has. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record LivingRow(
      UUID userId,
      UUID channelId,
      byte[] tokenHash,
      @Nullable String facts,
      Instant firstSeenAt,
      Instant lastSeenAt) {

    /** Tells no facts. */
    @Override
    public String toString() {
      return "LivingRow[userId=" + userId + ", channelId=" + channelId + "]";
    }
  }

  /**
   * A token in quarantine.
   *
   * @param reason what was reported of it
   * @param facts what was known of the device, JSON as text, if anything was
   */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record RetiredRow(
      UUID projectId,
      UUID channelId,
      byte[] tokenHash,
      UUID userId,
      String token,
      String reason,
      @Nullable String facts,
      Instant firstSeenAt,
      Instant lastSeenAt,
      Instant retiredAt) {

    /** Tells no token. */
    @Override
    public String toString() {
      return "RetiredRow[userId=" + userId + ", channelId=" + channelId + "]";
    }
  }

  /** Locks users against removal, in order of their ids; there is at least one. */
  List<UUID> lockUsers(@Param("projectId") UUID projectId, @Param("userIds") List<UUID> userIds);

  /** Whoever has one of these tokens of a channel, of which there is at least one. */
  List<LivingRow> holders(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("hashes") List<byte[]> hashes);

  /** Those rows that are still there, locked; there is at least one. */
  List<LivingRow> lock(
      @Param("projectId") UUID projectId, @Param("rows") List<DeviceTokenRow> rows);

  /** The tokens of a project that were not seen since then, those unseen for longest first. */
  List<LivingRow> unseen(
      @Param("projectId") UUID projectId, @Param("until") Instant until, @Param("limit") int limit);

  /** Puts tokens into quarantine, at least one; in place of what was there of the same. */
  int retire(@Param("rows") List<RetiredRow> rows);

  /** A token in quarantine, once for each user it was taken from, in order of their ids; locked. */
  List<RetiredRow> lockRetired(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("hash") byte[] hash,
      @Param("since") Instant since);

  /** Makes a token that was brought back as old as it was; counts 0 if its user has not got it. */
  int keepFirstSeen(RetiredRow row);

  /** Lets a token out of quarantine. */
  int release(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("hash") byte[] hash);

  /** Forgets the oldest of the tokens that were retired before then, so many at the most. */
  int forget(
      @Param("projectId") UUID projectId, @Param("until") Instant until, @Param("limit") int limit);
}
