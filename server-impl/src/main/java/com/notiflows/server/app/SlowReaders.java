package com.notiflows.server.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes the connections of clients that read a response too slowly, so that its memory is freed.
 */
final class SlowReaders {

  private SlowReaders() {}

  /** A callback for the write of a response, which may take that long. */
  static Callback limit(Request request, Duration limit, Callback callback) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    Scheduler.Task close =
        request
            .getComponents()
            .getScheduler()
            .schedule(endPoint::close, limit.toMillis(), TimeUnit.MILLISECONDS);
    return Callback.from(close::cancel, callback);
  }
}
