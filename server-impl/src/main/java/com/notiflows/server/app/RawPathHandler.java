package com.notiflows.server.app;

import com.notiflows.server.http.WireRequest;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps the path as it came in an attribute, and shows the servlets a plain one: else Jetty would
 * decode it, and refuse what it can't decode ahead of our own judgement.
 */
final class RawPathHandler extends Handler.Wrapper {

  RawPathHandler(Handler servlets) {
    super(servlets);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpURI uri = request.getHttpURI();
    String path = uri.getPath();
    request.setAttribute(WireRequest.RAW_PATH, path == null ? "" : path);
    HttpURI plain = HttpURI.build(uri).path("/").query(uri.getQuery()).asImmutable();
    return super.handle(
        new Request.Wrapper(request) {
          @Override
          public HttpURI getHttpURI() {
            return plain;
          }
        },
        response,
        callback);
  }
}
