package com.notiflows.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.model.Hash;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.settings.CanonicalJson;
import com.notiflows.server.write.Claim;
import com.notiflows.server.write.Reply;
import com.notiflows.server.write.Write;
import com.notiflows.server.write.WriteCommand;
import com.notiflows.server.write.WriteQueue;
import com.notiflows.server.write.WriteResult;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Executes commands and turns their results into responses. */
public final class Writes {

  private static final String REPLAYED = "idempotency-replayed";
  private static final String TOKENS_MOVED = "x-tokens-moved";

  private final WriteQueue queue;
  private final EntityTags tags;
  private final ObjectMapper json;

  /** Executes commands with the queue. The mapper serializes content for the request hash. */
  public Writes(WriteQueue queue, EntityTags tags, ObjectMapper json) {
    this.queue = queue;
    this.tags = tags;
    this.json = json;
  }

  /**
   * The response to a write.
   *
   * @param key the idempotency key; null if there is none
   * @param answer converts the result to a response; must have no side effects
   * @param content body and preconditions, to detect another request with the same idempotency key
   */
  <R> Response execute(
      Caller caller,
      @Nullable String key,
      WriteCommand<R> command,
      Function<R, WriteAnswer> answer,
      @Nullable Object... content) {
    Optional<Claim<R>> claim =
        Optional.ofNullable(key)
            .map(
                text ->
                    new Claim<>(
                        text,
                        scope(caller, text),
                        Hash.of(Secrets.hash(canonical(content))),
                        value -> reply(answer.apply(value))));
    WriteResult<R> result =
        queue.execute(new Write<>(caller.access().projectId(), command, claim, caller.author()));
    if (result instanceof WriteResult.Refused<R> refused) {
      throw refused.error();
    }
    if (result instanceof WriteResult.Replayed<R> replayed) {
      return response(replayed.reply()).header(REPLAYED, "true").build();
    }
    WriteResult.Written<R> written = (WriteResult.Written<R>) result;
    WriteAnswer made = answer.apply(written.value());
    Response.ResponseBuilder response =
        written
            .reply()
            .map(Writes::response)
            .orElseGet(() -> Response.status(made.status()).entity(made.model()));
    return (made.tokensMoved() == 0 ? response : response.header(TOKENS_MOVED, made.tokensMoved()))
        .build();
  }

  /** The scope of a key within a project. Keys of different users never collide. */
  private static Hash scope(Caller caller, String key) {
    Access access = caller.access();
    return Hash.of(
        Secrets.hash(
            JsonNodeFactory.instance
                .arrayNode()
                .add(caller.resource())
                .add(access.externalId().orElse(null))
                .add(key)
                .toString()));
  }

  private static Response.ResponseBuilder response(Reply reply) {
    return Response.status(reply.status()).entity(reply.body());
  }

  private Reply reply(WriteAnswer answer) {
    Object model = answer.model();
    byte[] body = model == null ? null : tags.write(model);
    return new Reply(answer.status().getStatusCode(), body, answer.userIds());
  }

  private String canonical(@Nullable Object... content) {
    ArrayNode parts = json.createArrayNode();
    for (Object part : content) {
      // Not converted, because that would change how numbers are written.
      JsonNode tree = part instanceof JsonNode node ? node : json.valueToTree(part);
      parts.add(CanonicalJson.sorted(tree));
    }
    return parts.toString();
  }
}
