package com.notiflows.server.http;

import com.notiflows.api.ChangesApi;
import com.notiflows.api.model.Change;
import com.notiflows.api.model.ChangeActor;
import com.notiflows.api.model.ChangeState;
import com.notiflows.server.changes.ChangeFeed;
import com.notiflows.server.changes.ChangePage;
import com.notiflows.server.changes.MaskedState;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the change feed. */
public final class ChangesDelegate implements ChangesApi {

  private final ChangeFeed feed;
  private final BooleanSupplier isStopping;

  @Context private SecurityContext security;

  /**
   * Delegates to the feed.
   *
   * @param isStopping whether requests must not wait for changes any longer
   */
  public ChangesDelegate(ChangeFeed feed, BooleanSupplier isStopping) {
    this.feed = feed;
    this.isStopping = isStopping;
  }

  @Override
  public Response listChanges(
      @Nullable Long after, Integer limit, Integer waitSeconds, @Nullable String ifNoneMatch) {
    UUID projectId = Caller.of(security).access().projectId();
    ChangePage page =
        after == null
            ? feed.last(projectId)
            : feed.after(projectId, after, limit, Duration.ofSeconds(waitSeconds), isStopping);
    return Response.ok(
            new com.notiflows.api.model.ChangePage()
                .hasMore(page.hasMore())
                .items(page.items().stream().map(ChangesDelegate::toModel).toList())
                .next(page.next()))
        .build();
  }

  private static Change toModel(ChangePage.Item item) {
    return new Change()
        .actor(new ChangeActor().type(item.actorType()).keyId(item.secretKeyId().orElse(null)))
        .after(item.details().after().map(ChangesDelegate::toModel).orElse(null))
        .before(item.details().before().map(ChangesDelegate::toModel).orElse(null))
        .changedAt(Timestamps.write(item.at()))
        .channelId(item.channelId().orElse(null))
        .externalId(item.details().externalId().orElse(null))
        .position(item.position())
        .requestId(item.details().requestId().orElse(null))
        .type(item.type())
        .userId(item.userId());
  }

  private static ChangeState toModel(MaskedState state) {
    return new ChangeState()
        .endpoints(state.endpoints())
        .fields(state.fields())
        .updatedAt(Timestamps.write(state.updatedAt()));
  }
}
