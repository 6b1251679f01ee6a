package com.notiflows.server.settings.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A device of a user, as it is known.
 *
 * @param facts what the spec lets be told of a device; an empty object if nothing is known
 * @param firstSeenAt when its token was first registered
 * @param lastSeenAt when it was last registered
 */
public record Device(String token, JsonNode facts, Instant firstSeenAt, Instant lastSeenAt) {

  /** Tells no token. */
  @Override
  public String toString() {
    return "Device[lastSeenAt=" + lastSeenAt + "]";
  }
}
