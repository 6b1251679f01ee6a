package com.notiflows.server.settings.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What shall become of one user's settings on one channel.
 *
 * @param externalId the user
 * @param channelText the channel's id as it was sent, a UUID or a ULID
 * @param settings what to store; empty to remove what is stored
 */
public record BulkItem(String externalId, String channelText, Optional<JsonNode> settings) {

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "BulkItem[externalId=" + externalId + ", channelText=" + channelText + "]";
  }
}
