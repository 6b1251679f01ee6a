package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One item of a bulk write, as it was sent.
 *
 * @param externalId the user
 * @param channelText the channel's id, a UUID or a ULID
 * @param settings what to store; empty to remove what is stored
 */
public record BulkItem(String externalId, String channelText, Optional<JsonNode> settings) {

  /** Omits the settings because they contain device tokens. */
  @Override
  public String toString() {
    return "BulkItem[externalId=" + externalId + ", channelText=" + channelText + "]";
  }
}
