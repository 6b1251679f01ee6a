package com.notiflows.server.tracing;

import com.notiflows.server.config.TracingConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts and ends spans. Spans never contain ids, keys, tokens, targets or bodies. All methods
 * return at once: spans are sent by another thread, and dropped if that thread can't keep up.
 */
public interface Tracing extends AutoCloseable {

  /** Traces nothing, and loads no class of OpenTelemetry. */
  Tracing OFF = new NoTracing();

  /** Traces to the collector; {@link #OFF} if there is none. */
  static Tracing of(Optional<TracingConfig> collector) {
    // Not a method reference, which would load the class also if there is no collector.
    return collector.isPresent() ? new OpenTelemetryTracing(collector.get()) : OFF;
  }

  /**
   * Starts the span of a request.
   *
   * @param traceparent the header with the caller's span; null or invalid for a new trace
   */
  RequestSpan startRequest(@Nullable String traceparent);

  /** The span of this thread, to which a batch can link. */
  Origin current();

  /**
   * Runs a batch of writes in a span. Its parent is the first traced request; it links to all.
   *
   * @param origins the spans of the requests that the writes belong to
   */
  <T> T batch(List<Origin> origins, Supplier<T> work);

  /** Runs a transaction in a span, if this thread has one that it is a part of. */
  <T> T transaction(Supplier<T> work);

  /** Sends what is left, for a few seconds at most. */
  @Override
  void close();

  /** A span that a batch can link to. */
  interface Origin {}

  /** A span that is current in a thread until it is closed. */
  interface Scope extends AutoCloseable {

    @Override
    void close();
  }

  /** The span of a request, which several threads may process in turn. */
  interface RequestSpan {

    /** Makes it the span of this thread. */
    Scope enter();

    /**
     * Ends it.
     *
     * @param route a path of the spec; null if no operation matches
     */
    void end(String method, @Nullable String route, int status, String requestId);
  }
}
