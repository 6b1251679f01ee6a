package com.notiflows.server.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.endpoints.SubscriptionValidator;
import java.util.List;
import java.util.Optional;

/**
 * One item of a bulk write, as it was sent. Stores settings or subscriptions. Without either, it
 * removes what is stored.
 *
 * @param externalId the user
 * @param channelText the channel's id, a UUID or a ULID
 */
public record BulkItem(
    String externalId,
    String channelText,
    Optional<JsonNode> settings,
    Optional<List<SubscriptionValidator.Sent>> subscriptions) {

  /** Omits settings and subscriptions because they contain device tokens. */
  @Override
  public String toString() {
    return "BulkItem[externalId=" + externalId + ", channelText=" + channelText + "]";
  }
}
