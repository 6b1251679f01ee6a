package com.notiflows.server.write;

import com.notiflows.server.model.Hash;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.settings.Written;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Creates idempotency claims for tests. */
final class Claims {

  private Claims() {}

  /** The claim of a request whose response contains the stored settings. */
  static Claim<Written> claim(String key, String request) {
    return claim(key, request, Claims::reply);
  }

  /** The claim of a request with any response. */
  static <R> Claim<R> claim(String key, String request, Function<R, Reply> render) {
    return new Claim<>(key, hash("key " + key), hash("request " + request), render);
  }

  private static Reply reply(Written written) {
    String body = written.settings().settings() + " " + written.settings().updatedAt();
    return new Reply(
        201, body.getBytes(StandardCharsets.UTF_8), List.of(written.settings().userId()));
  }

  private static Hash hash(String text) {
    return Hash.of(Secrets.hash(text));
  }
}
