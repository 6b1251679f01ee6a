package com.notiflows.server.projects;

import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ApiException;
import java.util.Optional;
import java.util.UUID;

/**
 * An authenticated request.
 *
 * @param project the current state of the project
 * @param externalId the user in the path or in the user key
 * @param channelId the channel in the path
 * @param secretKeyId the secret key; empty for a signed-in user
 */
public record Access(
    ProjectSnapshot project,
    Optional<String> externalId,
    Optional<UUID> channelId,
    Optional<UUID> secretKeyId) {

  /** The id of the project. */
  public UUID projectId() {
    return project.id();
  }

  /** The external id of the user. */
  public String user() {
    return externalId.orElseThrow(() -> new IllegalStateException("The operation names no user"));
  }

  /** The channel, if the project has it. */
  public Optional<Channel> channel() {
    return channelId.flatMap(project::channel);
  }

  /**
   * The channel.
   *
   * @param channelText its id as sent
   * @throws ApiException 404 if the project has no such channel
   */
  public Channel requireChannel(String channelText) {
    return channel().orElseThrow(() -> noSuchChannel(channelText));
  }

  /** The error for a channel that does not exist. */
  public static ApiException noSuchChannel(String channelText) {
    return ApiException.notFound("channel", channelText, "Channel not found");
  }

  /** The error for a user who does not exist. */
  public static ApiException noSuchUser(String externalId) {
    return ApiException.notFound("user", externalId, "User not found");
  }
}
