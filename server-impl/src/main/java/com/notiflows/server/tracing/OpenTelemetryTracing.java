package com.notiflows.server.tracing;

import com.notiflows.server.config.TracingConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Traces with the SDK of OpenTelemetry. */
final class OpenTelemetryTracing implements Tracing {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> REQUEST_ID =
      AttributeKey.stringKey("notiflows.request_id");
  private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("notiflows.batch.size");
  private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  /** Callers choose the method, so others are not recorded. */
  private static final Set<String> METHODS =
      Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  private static final int LEAST_SERVER_ERROR = 500;
  private static final long CLOSE_SECONDS = 3;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  OpenTelemetryTracing(TracingConfig config) {
    this.provider = Collector.provider(config);
    this.tracer = provider.get("com.notiflows.server");
  }

  private record Linked(SpanContext span) implements Origin {}

  /** Reads only the header that has a fixed form; others could contain anything. */
  private static final class TraceParent implements TextMapGetter<String> {

    @Override
    @SuppressWarnings("deprecation") // it has no default
    public Iterable<String> keys(String header) {
      return List.of("traceparent");
    }

    @Override
    public @Nullable String get(@Nullable String header, String name) {
      return name.equals("traceparent") ? header : null;
    }
  }

  @Override
  public RequestSpan startRequest(@Nullable String traceparent) {
    Context parent =
        traceparent == null
            ? Context.root()
            : W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), traceparent, new TraceParent());
    Span span =
        tracer.spanBuilder("request").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
    return new Request(span);
  }

  private record Request(Span span) implements RequestSpan {

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the caller closes it
    public Scope enter() {
      return span.makeCurrent()::close;
    }

    @Override
    public void end(String method, @Nullable String route, int status, String requestId) {
      String known = METHODS.contains(method) ? method : "_OTHER";
      span.updateName(route == null ? known : known + " " + route);
      span.setAttribute(METHOD, known);
      if (route != null) {
        span.setAttribute(ROUTE, route);
      }
      span.setAttribute(STATUS, (long) status);
      span.setAttribute(REQUEST_ID, requestId);
      if (status >= LEAST_SERVER_ERROR) {
        span.setAttribute(ERROR_TYPE, Integer.toString(status));
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }

  @Override
  public Origin current() {
    return new Linked(Span.current().getSpanContext());
  }

  @Override
  public <T> T batch(List<Origin> origins, Supplier<T> work) {
    List<SpanContext> spans =
        origins.stream()
            .map(origin -> ((Linked) origin).span())
            .filter(SpanContext::isSampled)
            .toList();
    if (spans.isEmpty()) {
      return work.get();
    }
    SpanBuilder batch =
        tracer
            .spanBuilder("write batch")
            .setParent(Context.root().with(Span.wrap(spans.get(0))))
            .setAttribute(BATCH_SIZE, (long) origins.size());
    spans.forEach(batch::addLink);
    return run(batch, work);
  }

  @Override
  public <T> T transaction(Supplier<T> work) {
    if (!Span.current().getSpanContext().isSampled()) {
      return work.get();
    }
    return run(
        tracer
            .spanBuilder("transaction")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(DATABASE, "mysql"),
        work);
  }

  /** The message of an exception may quote a request, so only its class is recorded. */
  @SuppressWarnings("try") // the scope is only closed
  private static <T> T run(SpanBuilder builder, Supplier<T> work) {
    Span span = builder.startSpan();
    try (io.opentelemetry.context.Scope scope = span.makeCurrent()) {
      return work.get();
    } catch (RuntimeException | Error e) {
      span.setAttribute(ERROR_TYPE, e.getClass().getName());
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
