package com.notiflows.server.users;

import com.notiflows.server.settings.ChannelSettings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user with profile and settings.
 *
 * @param id the id of the server
 * @param externalId the caller's id
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

  /** Omits personal data. */
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
