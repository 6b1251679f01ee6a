package com.notiflows.server.write;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The response to a successful write, as it is stored under an idempotency key.
 *
 * @param status of HTTP
 * @param body its bytes; null if it has none
 * @param userIds the users whose data the body holds: it is deleted with the first of them
 */
@SuppressWarnings("ArrayRecordComponent") // stored and sent, never compared
public record Reply(int status, byte @Nullable [] body, List<UUID> userIds) {

  /** Omits the body because it holds device tokens. */
  @Override
  public String toString() {
    return "Reply[status=" + status + "]";
  }
}
