package com.notiflows.server.ops;

import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.spec.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/**
 * What is measured, in the text format of Prometheus. Labels have few values that are known in
 * advance; none is an id, or comes from a caller.
 */
public final class Metrics implements AutoCloseable {

  /** The media type of {@link #scrape}. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final RequestMetrics requests;
  private final WriteMetrics writes;
  private final Map<Unavailable, Counter> rejected = new EnumMap<>(Unavailable.class);

  /** Kept here because Micrometer holds them by weak references. */
  private final List<DoubleSupplier> counted = new CopyOnWriteArrayList<>();

  /** Registers the metrics of the JVM, of requests to these routes, and of writes. */
  public Metrics(List<Route> routes) {
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    this.requests = new RequestMetrics(registry, routes);
    this.writes = new WriteMetrics(registry);
    for (Unavailable reason : Unavailable.values()) {
      rejected.put(
          reason,
          Counter.builder("notiflows.rejected")
              .description("Requests that were refused with 503")
              .tag("reason", reason.wireName())
              .register(registry));
    }
  }

  /** Measures requests. */
  public RequestMetrics requests() {
    return requests;
  }

  /** Measures batches of writes. */
  public WriteMetrics writes() {
    return writes;
  }

  /** Counts a request that was refused with 503. */
  public void reject(Unavailable reason) {
    Counter counter = rejected.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  /**
   * Adds a value that goes up and down.
   *
   * @param value is read at each scrape, by one thread at a time; must not block
   * @param labels names and values, in turn
   */
  public void gauge(String name, String description, DoubleSupplier value, String... labels) {
    Gauge.builder(name, value::getAsDouble)
        .description(description)
        .tags(Tags.of(labels))
        .register(registry);
  }

  /**
   * Adds a value that only goes up.
   *
   * @param value is read at each scrape; must not block
   * @param labels names and values, in turn
   */
  public void counter(String name, String description, DoubleSupplier value, String... labels) {
    counted.add(value);
    FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .tags(Tags.of(labels))
        .register(registry);
  }

  /** All metrics as they are now, in UTF-8. */
  public byte[] scrape() {
    return registry.scrape().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
