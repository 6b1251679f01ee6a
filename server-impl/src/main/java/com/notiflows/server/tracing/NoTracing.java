package com.notiflows.server.tracing;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Traces nothing. */
final class NoTracing implements Tracing {

  private static final Origin NOWHERE = new Origin() {};
  private static final Scope NO_SCOPE = () -> {};
  private static final RequestSpan NO_SPAN =
      new RequestSpan() {
        @Override
        public Scope enter() {
          return NO_SCOPE;
        }

        @Override
        public void end(String method, @Nullable String route, int status, String requestId) {
          // There is no span.
        }
      };

  @Override
  public RequestSpan startRequest(@Nullable String traceparent) {
    return NO_SPAN;
  }

  @Override
  public Origin current() {
    return NOWHERE;
  }

  @Override
  public <T> T batch(List<Origin> origins, Supplier<T> work) {
    return work.get();
  }

  @Override
  public <T> T transaction(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void close() {
    // There is nothing to send.
  }
}
