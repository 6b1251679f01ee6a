package com.notiflows.server.users;

import com.notiflows.server.settings.ChannelSettings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user with everything that is kept of them.
 *
 * @param id our id
 * @param externalId the caller's own id
 */
public record User(
    UUID id,
    String externalId,
    Profile profile,
    List<ChannelSettings> settings,
    Instant createdAt,
    Instant updatedAt) {

  /** Copies the list. */
  public User {
    settings = List.copyOf(settings);
  }

  /** Tells nothing of a person. */
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
