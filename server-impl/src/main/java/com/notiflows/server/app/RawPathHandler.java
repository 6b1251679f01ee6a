package com.notiflows.server.app;

import com.notiflows.server.http.WireRequest;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Passes the raw target to the filters; Jetty itself sees only a plain one. */
final class RawPathHandler extends Handler.Wrapper {

  RawPathHandler(Handler servlets) {
    super(servlets);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getConnectionMetaData().getConnection() instanceof RawTargetConnection connection) {
      RawTarget target = connection.target();
      request.setAttribute(WireRequest.RAW_PATH, target.path());
      request.setAttribute(WireRequest.RAW_QUERY, target.query());
    }
    return super.handle(request, response, callback);
  }
}
