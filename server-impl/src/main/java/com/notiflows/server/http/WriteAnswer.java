package com.notiflows.server.http;

import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.Written;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The response to a write.
 *
 * @param model the body; null if there is none
 * @param userIds the users whose data is in the body
 * @param tokensMoved how many device tokens moved from another user
 */
record WriteAnswer(Status status, @Nullable Object model, List<UUID> userIds, int tokensMoved) {

  /** 200 with settings. */
  static WriteAnswer settings(Written written) {
    ChannelSettings settings = written.settings();
    return ok(ChannelSettingsConverter.toModel(settings), settings.userId())
        .moving(written.tokensMoved());
  }

  /** The same with another number of moved tokens. */
  WriteAnswer moving(int tokens) {
    return new WriteAnswer(status, model, userIds, tokens);
  }

  /** 200. */
  static WriteAnswer ok(Object model, UUID userId) {
    return ok(model, List.of(userId));
  }

  /** The same for several users. */
  static WriteAnswer ok(Object model, List<UUID> userIds) {
    return new WriteAnswer(Status.OK, model, userIds, 0);
  }

  /** 201 for a new resource, otherwise 200. */
  static WriteAnswer upserted(boolean isNew, Object model, UUID userId) {
    return new WriteAnswer(isNew ? Status.CREATED : Status.OK, model, List.of(userId), 0);
  }

  /** 204. */
  static WriteAnswer noContent() {
    return new WriteAnswer(Status.NO_CONTENT, null, List.of(), 0);
  }
}
