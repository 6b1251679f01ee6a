package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.notiflows.server.embedded.Patience;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Receives traces over OTLP/HTTP, like a collector does. */
final class TraceCollector implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServer server;
  private final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  static TraceCollector start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TraceCollector collector = new TraceCollector(server);
      server.createContext("/v1/traces", collector::receive);
      server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean isOtlp =
        exchange.getRequestMethod().equals("POST") && type.equals("application/x-protobuf");
    if (isOtlp) {
      messages.add(body);
      RunRecord.OUTPUT.add(new String(body, StandardCharsets.ISO_8859_1));
    }
    exchange.sendResponseHeaders(isOtlp ? 200 : 415, -1);
    exchange.close();
  }

  /** Everything that was received, as text with a character for each byte. */
  String raw() {
    StringBuilder text = new StringBuilder();
    messages.forEach(message -> text.append(new String(message, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }

  private List<ExportTraceServiceRequest> received() {
    return messages.stream().map(TraceCollector::parse).toList();
  }

  private static ExportTraceServiceRequest parse(byte[] message) {
    try {
      return ExportTraceServiceRequest.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("Not OTLP", e);
    }
  }

  /** The attributes of the sender. */
  Map<String, String> resource() {
    return attributes(received().get(0).getResourceSpans(0).getResource().getAttributesList());
  }

  List<Span> spans() {
    return received().stream()
        .flatMap(message -> message.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** Waits for a span. */
  Span await(String what, Predicate<Span> wanted) {
    assertTrue(
        Patience.until(PATIENCE, () -> spans().stream().anyMatch(wanted)),
        () -> "No span: " + what + "\n" + spans());
    return spans().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits for the span of a request. */
  Span awaitRequest(String requestId) {
    return await(requestId, span -> requestId.equals(attributes(span).get("notiflows.request_id")));
  }

  /** Waits for a child of a span. */
  Span awaitChild(Span parent, String name) {
    return await(
        name + " in " + hex(parent.getSpanId().toByteArray()),
        span -> span.getName().equals(name) && span.getParentSpanId().equals(parent.getSpanId()));
  }

  static Map<String, String> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    Map<String, String> attributes = new TreeMap<>();
    for (KeyValue each : list) {
      attributes.put(
          each.getKey(),
          each.getValue().hasIntValue()
              ? Long.toString(each.getValue().getIntValue())
              : each.getValue().getStringValue());
    }
    return attributes;
  }

  static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
