package com.notiflows.server.ops;

import com.notiflows.server.spec.Operation;
import com.notiflows.server.spec.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures requests by operation and class of status. All timers are registered at the start, so a
 * request costs a look-up and a few additions.
 */
public final class RequestMetrics {

  /** The route of requests that no operation of the spec answers. */
  static final String UNMATCHED = "unmatched";

  private static final int LEAST_CLASS = 2;
  private static final int MOST_CLASS = 5;

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  /** By identity: an operation is a large value. */
  private final IdentityHashMap<Operation, Timer[]> byOperation = new IdentityHashMap<>();

  private final Timer[] unmatched;

  RequestMetrics(MeterRegistry registry, List<Route> routes) {
    for (Route route : routes) {
      String template = route.template();
      route
          .operations()
          .forEach(
              (method, operation) ->
                  byOperation.put(operation, timers(registry, template, method)));
    }
    this.unmatched = timers(registry, UNMATCHED, "any");
  }

  private static Timer[] timers(MeterRegistry registry, String route, String method) {
    Timer[] timers = new Timer[MOST_CLASS - LEAST_CLASS + 1];
    for (int i = 0; i < timers.length; i++) {
      timers[i] =
          Timer.builder("http.server.requests")
              .description("Requests, from their head to the complete response")
              .tag("route", route)
              .tag("method", method)
              .tag("status", LEAST_CLASS + i + "xx")
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
    }
    return timers;
  }

  /**
   * Records a request.
   *
   * @param operation the {@link Operation} that it asked for; anything else if there is none
   * @param status of the response
   * @param nanos how long it took
   */
  public void record(@Nullable Object operation, int status, long nanos) {
    Timer[] timers =
        operation instanceof Operation known
            ? byOperation.getOrDefault(known, unmatched)
            : unmatched;
    int statusClass = Math.max(LEAST_CLASS, Math.min(MOST_CLASS, status / 100));
    timers[statusClass - LEAST_CLASS].record(nanos, TimeUnit.NANOSECONDS);
  }
}
