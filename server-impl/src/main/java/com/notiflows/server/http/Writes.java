package com.notiflows.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.notiflows.server.idempotency.IdempotencyService;
import com.notiflows.server.idempotency.KeptAnswer;
import com.notiflows.server.idempotency.KeyedRequest;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.CanonicalJson;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs writes: those with an idempotency key once. */
public final class Writes {

  private static final String REPLAYED = "idempotency-replayed";
  private static final String TOKENS_MOVED = "x-tokens-moved";

  private final IdempotencyService service;
  private final EntityTags tags;
  private final ObjectMapper json;

  /** Keeps answers through that service; the mapper reads what tells requests apart. */
  public Writes(IdempotencyService service, EntityTags tags, ObjectMapper json) {
    this.service = service;
    this.tags = tags;
    this.json = json;
  }

  /**
   * The answer of a write.
   *
   * @param key the idempotency key; null if there is none, and the work is just run
   * @param work is told who calls; with a key it may be run more than once
   * @param content what tells this request from another one to the same path: body, preconditions
   */
  Response once(
      Caller caller,
      @Nullable String key,
      Function<Access, WriteAnswer> work,
      @Nullable Object... content) {
    if (key == null) {
      WriteAnswer answer = work.apply(caller.access());
      return tell(Response.status(answer.status()).entity(answer.model()), answer.tokensMoved());
    }
    AtomicInteger tokensMoved = new AtomicInteger();
    KeptAnswer answer =
        service.once(
            caller.access(),
            new KeyedRequest(key, caller.resource(), canonical(content)),
            access -> {
              WriteAnswer written = work.apply(access);
              tokensMoved.set(written.tokensMoved());
              return written(written);
            });
    Response.ResponseBuilder response = Response.status(answer.status()).entity(answer.body());
    return answer.isReplayed()
        ? response.header(REPLAYED, "true").build()
        : tell(response, tokensMoved.get());
  }

  private static Response tell(Response.ResponseBuilder answer, int tokensMoved) {
    return (tokensMoved == 0 ? answer : answer.header(TOKENS_MOVED, tokensMoved)).build();
  }

  private KeptAnswer written(WriteAnswer answer) {
    Object model = answer.model();
    byte[] body = model == null ? null : tags.write(model);
    return new KeptAnswer(answer.status().getStatusCode(), body, answer.userIds(), false);
  }

  private String canonical(@Nullable Object... content) {
    ArrayNode parts = json.createArrayNode();
    for (Object part : content) {
      // A tree is taken as it is: converted, its numbers would be written in another way.
      JsonNode tree = part instanceof JsonNode node ? node : json.valueToTree(part);
      parts.add(CanonicalJson.sorted(tree));
    }
    return parts.toString();
  }
}
