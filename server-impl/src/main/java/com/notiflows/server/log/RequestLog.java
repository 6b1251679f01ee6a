package com.notiflows.server.log;

import com.notiflows.server.config.LogConfig.Requests;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs requests by their route, never by their target. A request never waits for the log: if lines
 * can't be written fast enough, some are dropped.
 */
public final class RequestLog {

  /** The key-value pair with the id of a request. */
  public static final String REQUEST_ID = "http.request.id";

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private final Requests wanted;

  /** Logs these requests. */
  public RequestLog(Requests wanted) {
    this.wanted = wanted;
  }

  /**
   * Logs a request, if it is wanted.
   *
   * @param method the method, if the route has it
   * @param route the path of the spec, such as {@code /admin/users/{user_id}}; null if there is
   *     none
   * @param projectId the project of the keys; null if the request was not authenticated
   * @param nanos the duration
   */
  public void add(
      String method,
      @Nullable String route,
      int status,
      long nanos,
      String requestId,
      @Nullable Object projectId) {
    if (wanted == Requests.NONE || (wanted == Requests.ERRORS && status < 500)) {
      return;
    }
    // The method of an unknown route can be any text of the caller.
    String known = route == null ? "OTHER" : method;
    LoggingEventBuilder line =
        LOG.atInfo()
            .setMessage("{} {}: {} in {} ms, request {}, project {}")
            .addArgument(known)
            .addArgument(route == null ? "-" : route)
            .addArgument(status)
            .addArgument(TimeUnit.NANOSECONDS.toMillis(nanos))
            .addArgument(requestId)
            .addArgument(projectId == null ? "-" : projectId)
            .addKeyValue(REQUEST_ID, requestId)
            .addKeyValue("http.request.method", known)
            .addKeyValue("http.response.status_code", status)
            .addKeyValue("event.duration", nanos);
    if (route != null) {
      line = line.addKeyValue("http.route", route);
    }
    if (projectId != null) {
      line = line.addKeyValue("labels.project_id", projectId);
    }
    line.log();
  }
}
