package com.notiflows.server.projects;

import com.notiflows.server.persistence.ChannelRow;
import com.notiflows.server.persistence.ChannelSettingsMapper.StoredRow;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.TokenPolicy;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A call whose credentials are good, with what was found of its user and channel in its project.
 *
 * @param request what was asked
 * @param projectId the project of the keys
 * @param requireIfMatch whether the project takes a replacement of settings only with a
 *     precondition
 * @param tokenKey the project's key of its index of device tokens; empty until it needs one
 * @param externalId the user, whom the path or the user's own key names
 * @param userId our id of the user
 * @param channel the channel
 * @param stored the user's settings on the channel
 */
public record Access(
    AccessRequest request,
    UUID projectId,
    boolean requireIfMatch,
    Optional<TokenKey> tokenKey,
    Optional<String> externalId,
    Optional<UUID> userId,
    Optional<Channel> channel,
    Optional<Stored> stored) {

  /**
   * Our id of the user.
   *
   * @throws ApiException 404 if the project has no such user
   */
  public UUID requireUser() {
    return userId.orElseThrow(this::noSuchUser);
  }

  /**
   * The channel.
   *
   * @param channelText its id as it was sent
   * @throws ApiException 404 if the project has no such channel
   */
  public Channel requireChannel(String channelText) {
    return channel.orElseThrow(() -> noSuchChannel(channelText));
  }

  /** What a caller is told of a channel that is not there. */
  public static ApiException noSuchChannel(String channelText) {
    return ApiException.notFound("channel", channelText, "Channel not found");
  }

  /** What a caller is told of a user who is not there. */
  public ApiException noSuchUser() {
    return ApiException.notFound("user", externalId.orElse(null), "User not found");
  }

  /**
   * A channel of the project.
   *
   * @param tokens what it has otherwise than is preset for the provider
   */
  public record Channel(UUID id, String provider, TokenPolicy tokens) {

    /** A channel as it is stored. */
    public static Channel of(ChannelRow row) {
      return new Channel(
          row.id(),
          row.provider(),
          TokenPolicy.of(row.tokenOwnership(), row.tokenCap(), row.tokenOverflow()));
    }
  }

  /** Settings as they were found: JSON with sorted keys. */
  public record Stored(String settings, Instant createdAt, Instant updatedAt) {

    /** Settings as they were read. */
    public static Stored of(StoredRow row) {
      return new Stored(row.settings(), row.createdAt(), row.updatedAt());
    }

    /** Tells no settings, which hold tokens. */
    @Override
    public String toString() {
      return "Stored[createdAt=" + createdAt + ", updatedAt=" + updatedAt + "]";
    }
  }
}
