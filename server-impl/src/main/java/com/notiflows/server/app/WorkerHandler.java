package com.notiflows.server.app;

import com.notiflows.server.problem.OutOfMemory;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Executes requests in the threads of the server, which may wait for the database. Requests that
 * need no database have a few threads of their own, so they never wait for those. The handlers
 * around it never block, so they run in the few threads of the connector.
 */
final class WorkerHandler extends Handler.Wrapper {

  private static final int MOST_THREADS_WITHOUT_DATABASE = 8;

  private final Predicate<Request> needsDatabase;
  private final QueuedThreadPool others = new QueuedThreadPool(MOST_THREADS_WITHOUT_DATABASE, 1);

  /**
   * Executes requests by the servlets.
   *
   * @param needsDatabase whether a request may need the database; must not block
   */
  WorkerHandler(Handler servlets, Predicate<Request> needsDatabase) {
    super(servlets);
    this.needsDatabase = needsDatabase;
    others.setName("http-without-database");
    addBean(others, true);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    request.addIdleTimeoutListener(timeout -> false); // it waits for a thread, not for its client
    Runnable work = () -> execute(request, response, callback);
    if (needsDatabase.test(request)) {
      request.getContext().execute(work);
    } else {
      others.execute(work);
    }
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
