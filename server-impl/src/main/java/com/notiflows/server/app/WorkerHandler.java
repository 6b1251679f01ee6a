package com.notiflows.server.app;

import com.notiflows.server.problem.OutOfMemory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Executes requests in the threads of the server. The handlers around it never block, so they run
 * in the few threads of the connector, and are served even if all threads of the server wait for
 * the database.
 */
final class WorkerHandler extends Handler.Wrapper {

  WorkerHandler(Handler servlets) {
    super(servlets);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    request.addIdleTimeoutListener(timeout -> false); // it waits for a thread, not for its client
    request.getContext().execute(() -> execute(request, response, callback));
    return true;
  }

  private void execute(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, 404);
      }
    } catch (Throwable e) { // as Jetty does for a handler
      OutOfMemory.check(e);
      Response.writeError(request, response, callback, e);
    }
  }
}
