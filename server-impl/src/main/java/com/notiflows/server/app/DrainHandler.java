package com.notiflows.server.app;

import com.notiflows.server.http.error.Failures;
import com.notiflows.server.problem.Unavailable;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/** Finishes the requests that are under way when the server stops, and refuses all others. */
final class DrainHandler extends GracefulHandler {

  private final Failures failures;
  private final JettyErrors errors;

  DrainHandler(Handler handler, Failures failures, JettyErrors errors) {
    super(handler);
    this.failures = failures;
    this.errors = errors;
  }

  @Override
  protected void handleShutdownRejection(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    errors.send(
        request,
        response,
        callback,
        failures.answer(Unavailable.SHUTTING_DOWN, JettyErrors.id(request)));
  }
}
