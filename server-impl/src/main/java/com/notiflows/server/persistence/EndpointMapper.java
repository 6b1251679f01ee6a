package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** The table {@code endpoints}. */
public interface EndpointMapper {

  /** A user who owns an identifier. */
  record OwnerRow(UUID userId, Hash identifierHash) {}

  /** A user who owns an identifier, with the external id. */
  @SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
  record NamedOwnerRow(UUID userId, byte[] externalId) {}

  /** An identifier that was not seen for long. */
  record UnseenRow(UUID channelId, Hash identifierHash) {}

  /**
   * The users who have one of these identifiers, live or retired; not locked.
   *
   * @param hashes at least one; repeats are harmless
   */
  List<OwnerRow> owners(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("hashes") List<Hash> hashes);

  /** The first users who have a live endpoint of that identifier, in order of their ids. */
  List<NamedOwnerRow> liveOwners(
      @Param("projectId") UUID projectId,
      @Param("channelId") UUID channelId,
      @Param("hash") Hash hash,
      @Param("limit") int limit);

  /** Live endpoints that were last seen before that time, those unseen for longest first. */
  List<UnseenRow> unseen(
      @Param("projectId") UUID projectId, @Param("until") Instant until, @Param("limit") int limit);

  /** Inserts rows, at least one; fails if another user holds one of the identifiers. */
  int insert(@Param("projectId") UUID projectId, @Param("rows") List<EndpointRow> rows);

  /** Removes rows, at least one. */
  int delete(@Param("projectId") UUID projectId, @Param("rows") List<EndpointRow> rows);

  /** Records that endpoints, at least one, were registered again. */
  int touch(
      @Param("projectId") UUID projectId,
      @Param("rows") List<EndpointRow> rows,
      @Param("now") Instant now);

  /** Removes endpoints that were retired before that time, at most so many. */
  int forget(
      @Param("projectId") UUID projectId, @Param("until") Instant until, @Param("limit") int limit);
}
