package com.notiflows.server.http.ops;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.http.error.ErrorAnswer;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.ops.Metrics;
import com.notiflows.server.ops.Readiness;
import com.notiflows.server.ops.SharedValue;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.problem.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The endpoints for those who operate a server: {@code /livez}, {@code /readyz} and {@code
 * /metrics}. They need no keys. None of them blocks the caller.
 */
public final class OpsEndpoints {

  private static final String CONTENT_TYPE = "Content-Type";
  private static final String JSON = "application/json";
  private static final String ALLOW = "GET, HEAD, OPTIONS";
  private static final int RETRY_AFTER_SECONDS = 1;
  private static final byte[] ALIVE = utf8("{\"status\":\"alive\"}");
  private static final byte[] READY = utf8("{\"status\":\"ready\"}");
  private static final byte[] NOTHING = new byte[0];

  private final Failures failures;
  private final Readiness readiness;
  private final Optional<SharedValue<byte[]>> metrics;

  /**
   * Creates the endpoints.
   *
   * @param metrics in the format of {@link Metrics#MEDIA_TYPE}; empty if they are not shown
   */
  public OpsEndpoints(
      Failures failures, Readiness readiness, Optional<SharedValue<byte[]>> metrics) {
    this.failures = failures;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  /**
   * Whether a path is that of an endpoint.
   *
   * @param path raw, below the context path
   */
  public boolean serves(String path) {
    return switch (path) {
      case "/livez", "/readyz" -> true;
      case "/metrics" -> metrics.isPresent();
      default -> false;
    };
  }

  /** The response to a request for a path that {@link #serves} is true for. */
  public CompletionStage<OpsAnswer> answer(String method, String path, String requestId) {
    return switch (method) {
      case "GET", "HEAD" -> read(path, requestId);
      case "OPTIONS" -> done(new OpsAnswer(204, headers(requestId, "Allow", ALLOW), NOTHING));
      default -> done(error(RequestErrors.methodNotAllowed(ALLOW), requestId));
    };
  }

  private CompletionStage<OpsAnswer> read(String path, String requestId) {
    return switch (path) {
      case "/livez" -> done(ok(JSON, ALIVE, requestId));
      case "/readyz" -> readiness.obstacle().thenApply(obstacle -> ready(obstacle, requestId));
      default ->
          metrics.orElseThrow().get().thenApply(text -> ok(Metrics.MEDIA_TYPE, text, requestId));
    };
  }

  private OpsAnswer ready(Optional<Unavailable> obstacle, String requestId) {
    return obstacle
        .map(reason -> error(ApiException.notReady(reason, RETRY_AFTER_SECONDS), requestId))
        .orElseGet(() -> ok(JSON, READY, requestId));
  }

  private static CompletionStage<OpsAnswer> done(OpsAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static OpsAnswer ok(String mediaType, byte[] body, String requestId) {
    return new OpsAnswer(200, headers(requestId, CONTENT_TYPE, mediaType), body);
  }

  private OpsAnswer error(ApiException failure, String requestId) {
    ErrorAnswer answer = failures.answer(failure, requestId);
    Map<String, String> headers = new TreeMap<>(answer.headers());
    headers.put(CONTENT_TYPE, JSON);
    return new OpsAnswer(answer.status(), headers, answer.body());
  }

  private static Map<String, String> headers(String requestId, String name, String value) {
    Map<String, String> headers = new TreeMap<>(WireRequest.responseHeaders(requestId));
    headers.put(name, value);
    return headers;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
