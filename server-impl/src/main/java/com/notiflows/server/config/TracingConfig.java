package com.notiflows.server.config;

/**
 * The collector of traces.
 *
 * @param endpoint its URL without the path {@code /v1/traces} and without a slash at the end
 * @param service the name of this service in traces
 */
public record TracingConfig(String endpoint, String service) {}
