package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.model.Endpoint;
import java.time.Instant;

/**
 * A device of a user.
 *
 * @param facts metadata that the device sent; an empty object if it sent none
 * @param firstSeenAt when its token was first registered
 * @param lastSeenAt when it was last registered
 */
public record Device(String token, JsonNode facts, Instant firstSeenAt, Instant lastSeenAt) {

  /** The device of an endpoint. */
  public static Device of(Endpoint endpoint) {
    String facts = endpoint.facts();
    return new Device(
        endpoint.identifier().text(),
        facts == null ? JsonNodeFactory.instance.objectNode() : CanonicalJson.read(facts),
        endpoint.firstSeenAt(),
        endpoint.lastSeenAt());
  }

  /** Omits the token because it is secret. */
  @Override
  public String toString() {
    return "Device[lastSeenAt=" + lastSeenAt + "]";
  }
}
