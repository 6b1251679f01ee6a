package com.notiflows.server.app;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.http.error.ErrorAnswer;
import com.notiflows.server.http.error.Failures;
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

  JettyErrors(Failures failures) {
    this.failures = failures;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String requestId =
        WireRequest.requestId(request.getHeaders().getValuesList(WireRequest.REQUEST_ID_HEADER));
    ErrorAnswer answer = failures.answer(status(request, response), requestId);
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    if (!request.getConnectionMetaData().isPersistent()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    ByteBuffer body = head ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(answer.body());
    response.write(true, body, callback);
    return true;
  }

  private static int status(Request request, Response response) {
    Object status = request.getAttribute(ERROR_STATUS);
    int code = status instanceof Integer number ? number : response.getStatus();
    return code < 400 ? 500 : code;
  }
}
