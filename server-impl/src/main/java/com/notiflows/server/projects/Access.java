package com.notiflows.server.projects;

import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ApiException;
import java.util.Optional;
import java.util.UUID;

/**
 * A call whose credentials are valid.
 *
 * @param project the project of the keys, as it is now
 * @param externalId the user, whom the path or the user's own key names
 * @param channelId the channel that the path names
 */
public record Access(
    ProjectSnapshot project, Optional<String> externalId, Optional<UUID> channelId) {

  /** The id of the project. */
  public UUID projectId() {
    return project.id();
  }

  /** The external id of the user whom an operation is about. */
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
   * @param channelText its id as it was sent
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
