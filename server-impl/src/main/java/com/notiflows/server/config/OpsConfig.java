package com.notiflows.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Settings for operators: health, metrics, traces, logs, shutdown.
 *
 * @param listener where the endpoints for health and metrics are; empty for the port of the API
 * @param showsMetrics whether metrics are shown on the port of the API; a listener always shows
 *     them
 * @param traces where traces are sent; empty for nowhere
 * @param logs what is logged
 * @param shutdownDelay how long a server that shuts down still takes requests while it reports that
 *     it is not ready
 * @param shutdownLimit how long requests that are under way may take after that
 */
public record OpsConfig(
    Optional<Listener> listener,
    boolean showsMetrics,
    Optional<TracingConfig> traces,
    LogConfig logs,
    Duration shutdownDelay,
    Duration shutdownLimit) {

  /**
   * An address of its own.
   *
   * @param address the address to listen on
   * @param port 0 for any free one
   */
  public record Listener(String address, int port) {}
}
