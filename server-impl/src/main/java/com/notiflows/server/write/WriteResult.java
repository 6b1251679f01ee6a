package com.notiflows.server.write;

import com.notiflows.server.problem.ApiException;
import java.util.Optional;

/** The result of a write; known after the commit. */
public sealed interface WriteResult<R> {

  /**
   * It is stored.
   *
   * @param reply the stored response, if the write had an idempotency key
   */
  record Written<R>(R value, Optional<Reply> reply) implements WriteResult<R> {}

  /** The same request was written before; nothing changed. */
  record Replayed<R>(Reply reply) implements WriteResult<R> {}

  /** It was refused; nothing changed. */
  record Refused<R>(ApiException error) implements WriteResult<R> {}
}
