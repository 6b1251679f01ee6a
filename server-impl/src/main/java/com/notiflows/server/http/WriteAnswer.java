package com.notiflows.server.http;

import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a write came to.
 *
 * @param model the body; null if there is none
 * @param userId whose data the body holds; null if it holds nobody's
 */
record WriteAnswer(Status status, @Nullable Object model, @Nullable UUID userId) {

  /** 200. */
  static WriteAnswer ok(Object model, UUID userId) {
    return new WriteAnswer(Status.OK, model, userId);
  }

  /** 201 for something new, else 200. */
  static WriteAnswer upserted(boolean isNew, Object model, UUID userId) {
    return new WriteAnswer(isNew ? Status.CREATED : Status.OK, model, userId);
  }

  /** 204. */
  static WriteAnswer noContent() {
    return new WriteAnswer(Status.NO_CONTENT, null, null);
  }
}
