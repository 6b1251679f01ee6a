package com.notiflows.server.tracing;

import com.notiflows.server.config.TracingConfig;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a collector over OTLP/HTTP. Logs when the collector stops to accept spans, and
 * when it accepts them again, not each failure.
 */
final class Collector implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  /** Spans that wait to be sent; more are dropped. */
  private static final int QUEUED_SPANS = 4_096;

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration SEND_LIMIT = Duration.ofSeconds(5);

  private final SpanExporter sender;
  private final AtomicBoolean isFailing = new AtomicBoolean();

  private Collector(SpanExporter sender) {
    this.sender = sender;
  }

  /** Creates spans, and sends them from a thread of its own. */
  static SdkTracerProvider provider(TracingConfig config) {
    SpanExporter sender =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(config.endpoint() + "/v1/traces")
            .setConnectTimeout(CONNECT_LIMIT)
            .setTimeout(SEND_LIMIT)
            .setRetryPolicy(null)
            .build();
    Resource resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.builder().put("service.name", config.service()).build()));
    return SdkTracerProvider.builder()
        .setResource(resource)
        .addSpanProcessor(
            BatchSpanProcessor.builder(new Collector(sender))
                .setMaxQueueSize(QUEUED_SPANS)
                .setScheduleDelay(PAUSE)
                .setExporterTimeout(SEND_LIMIT)
                .build())
        .build();
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = sender.export(spans);
    result.whenComplete(() -> report(result.isSuccess()));
    return result;
  }

  private void report(boolean isAccepted) {
    if (isAccepted && isFailing.compareAndSet(true, false)) {
      LOG.info("The collector of traces accepts spans again");
    } else if (!isAccepted && isFailing.compareAndSet(false, true)) {
      LOG.warn(
          "The collector of traces does not accept spans. They are dropped until it does. Check"
              + " NOTIFLOWS_OTLP_ENDPOINT, and whether the collector receives OTLP over HTTP.");
    }
  }

  @Override
  public CompletableResultCode flush() {
    return sender.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return sender.shutdown();
  }
}
