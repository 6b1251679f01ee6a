package com.notiflows.server.app;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.http.ops.OpsAnswer;
import com.notiflows.server.http.ops.OpsEndpoints;
import com.notiflows.server.spec.Limits;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Serves the endpoints for operators without blocking; everything else goes to the next handler.
 */
final class OpsHandler extends Handler.Wrapper {

  private final OpsEndpoints endpoints;
  private final Limits.Pace pace;

  /** Without a next handler, all other paths are unknown. */
  OpsHandler(OpsEndpoints endpoints, Limits.Pace pace) {
    this.endpoints = endpoints;
    this.pace = pace;
  }

  OpsHandler(OpsEndpoints endpoints, Limits.Pace pace, Handler next) {
    super(next);
    this.endpoints = endpoints;
    this.pace = pace;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path =
        request.getAttribute(WireRequest.RAW_PATH) instanceof String raw
            ? raw
            : request.getHttpURI().getPath();
    if (!endpoints.serves(path)) {
      return super.handle(request, response, callback);
    }
    endpoints
        .answer(request.getMethod(), path, JettyErrors.id(request))
        .thenAccept(each -> send(request, response, callback, each))
        .exceptionally(
            failure -> {
              Response.writeError(request, response, callback, failure);
              return null;
            });
    return true;
  }

  private void send(Request request, Response response, Callback callback, OpsAnswer answer) {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.body().length > 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    }
    boolean isHead = HttpMethod.HEAD.is(request.getMethod());
    ByteBuffer body = isHead ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(answer.body());
    response.write(
        true, body, SlowReaders.limit(request, pace.answerTime(body.remaining()), callback));
  }
}
