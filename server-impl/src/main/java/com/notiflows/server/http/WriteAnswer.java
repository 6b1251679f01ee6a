package com.notiflows.server.http;

import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.Written;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a write came to.
 *
 * @param model the body; null if there is none
 * @param userId whose data the body holds; null if it holds nobody's
 * @param tokensMoved how many device tokens left another user
 */
record WriteAnswer(Status status, @Nullable Object model, @Nullable UUID userId, int tokensMoved) {

  /** 200 with settings. */
  static WriteAnswer settings(Written written) {
    ChannelSettings settings = written.settings();
    return ok(ChannelSettingsConverter.toModel(settings), settings.userId())
        .moving(written.tokensMoved());
  }

  /** The same, with another count of device tokens. */
  WriteAnswer moving(int tokens) {
    return new WriteAnswer(status, model, userId, tokens);
  }

  /** 200. */
  static WriteAnswer ok(Object model, @Nullable UUID userId) {
    return new WriteAnswer(Status.OK, model, userId, 0);
  }

  /** 201 for something new, else 200. */
  static WriteAnswer upserted(boolean isNew, Object model, UUID userId) {
    return new WriteAnswer(isNew ? Status.CREATED : Status.OK, model, userId, 0);
  }

  /** 204. */
  static WriteAnswer noContent() {
    return new WriteAnswer(Status.NO_CONTENT, null, null, 0);
  }
}
