package com.notiflows.server.app;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.http.error.ErrorAnswer;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.ops.RequestMetrics;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** What Jetty answers by itself, to a request that never reaches our filters. */
final class JettyErrors extends ErrorHandler {

  private final Failures failures;
  private final RequestMetrics metrics;

  JettyErrors(Failures failures, RequestMetrics metrics) {
    this.failures = failures;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    send(request, response, callback, failures.answer(status(request, response), id(request)));
    return true;
  }

  /** Sends an error, and records the request. */
  void send(Request request, Response response, Callback callback, ErrorAnswer answer) {
    metrics.record(null, answer.status(), System.nanoTime() - request.getBeginNanoTime());
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    if (!request.getConnectionMetaData().isPersistent()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    ByteBuffer body = head ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(answer.body());
    response.write(true, body, callback);
  }

  /** The request id of the caller, or a generated one. */
  static String id(Request request) {
    return WireRequest.requestId(request.getHeaders().getValuesList(WireRequest.REQUEST_ID_HEADER));
  }

  private static int status(Request request, Response response) {
    Object status = request.getAttribute(ERROR_STATUS);
    int code = status instanceof Integer number ? number : response.getStatus();
    return code < 400 ? 500 : code;
  }
}
