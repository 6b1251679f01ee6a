package com.notiflows.server.http.wire;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.log.RequestLog;
import com.notiflows.server.ops.RequestMetrics;
import com.notiflows.server.spec.Operation;
import com.notiflows.server.spec.Route;
import com.notiflows.server.tracing.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/** Measures, traces and logs requests, from their head until their response is ready to be sent. */
public final class RequestObserver {

  /** The attribute with the start and the span of a request. */
  private static final String OBSERVED = "com.notiflows.observed";

  private final RequestMetrics metrics;
  private final Tracing tracing;
  private final RequestLog log;

  /** By identity: an operation is a large value. */
  private final IdentityHashMap<Operation, String> templates = new IdentityHashMap<>();

  /** Names requests by these routes. */
  public RequestObserver(
      RequestMetrics metrics, Tracing tracing, RequestLog log, List<Route> routes) {
    this.metrics = metrics;
    this.tracing = tracing;
    this.log = log;
    for (Route route : routes) {
      route.operations().values().forEach(each -> templates.put(each, route.template()));
    }
  }

  private record Observed(long startNanos, Tracing.RequestSpan span) {}

  void begin(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders("traceparent"));
    Tracing.RequestSpan span = tracing.startRequest(given.size() == 1 ? given.get(0) : null);
    request.setAttribute(OBSERVED, new Observed(System.nanoTime(), span));
  }

  /** Makes the span of the request current in this thread. */
  Tracing.Scope enter(HttpServletRequest request) {
    return observed(request).span().enter();
  }

  void end(HttpServletRequest request, int status, String requestId) {
    Observed observed = observed(request);
    Object operation = request.getAttribute(WireRequest.OPERATION);
    long nanos = System.nanoTime() - observed.startNanos();
    metrics.record(operation, status, nanos);
    String route = operation instanceof Operation known ? templates.get(known) : null;
    observed.span().end(request.getMethod(), route, status, requestId);
    Object project = request.getAttribute(WireRequest.PROJECT_ID);
    log.add(request.getMethod(), route, status, nanos, requestId, project);
  }

  private static Observed observed(HttpServletRequest request) {
    if (request.getAttribute(OBSERVED) instanceof Observed observed) {
      return observed;
    }
    throw new IllegalStateException("The request did not begin");
  }
}
