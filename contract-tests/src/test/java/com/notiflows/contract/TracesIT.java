package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.embedded.Patience;
import com.notiflows.server.spec.BundledSpec;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a collector of traces receives from a server. */
class TracesIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String BODY = "{\"settings\":{\"device_tokens\":[\"%s\"]}}";
  private static final String ROUTE = "/admin/users/{user_id}/channel-settings/{channel_id}";

  private static final TestServer SERVER = TestServer.get();
  private static final Projects PROJECTS = new Projects(BundledSpec.load());
  private static final Projects.Tenant TENANT = PROJECTS.create("traces");
  private static final UUID CHANNEL = PROJECTS.channel(TENANT, "apns");
  private static final String SETTINGS = settingsOf("ann-zqzq", CHANNEL);

  private static TraceCollector collector;
  private static Components components;
  private static NotiflowsServer traced;
  private static Wire wire;

  @BeforeAll
  static void start() {
    collector = TraceCollector.start();
    Map<String, String> environment = new HashMap<>(SERVER.environment());
    environment.put("NOTIFLOWS_OTLP_ENDPOINT", collector.endpoint());
    environment.put("NOTIFLOWS_OTLP_SERVICE", "traced");
    components = TestServer.components(environment);
    traced = TestServer.start(components);
    wire = new Wire(traced.port());
    PROJECTS.user(TENANT, "ann-zqzq");
  }

  @AfterAll
  static void stop() {
    traced.close();
    components.close();
    collector.close();
  }

  private static Request write(String token) {
    return TENANT.put(SETTINGS, BODY.formatted(token));
  }

  private static Span spanOf(Request request, int status) {
    Answer answer = wire.send(request).expect(status);
    return collector.awaitRequest(answer.headers().getOrDefault("x-request-id", ""));
  }

  private static String traceOf(Span span) {
    return TraceCollector.hex(span.getTraceId().toByteArray());
  }

  @Test
  void aWriteContinuesTheTraceOfItsCaller() {
    Request request = write("one").header("traceparent", "00-" + TRACE + "-" + CALLER + "-01");
    Span span = spanOf(request.header("x-request-id", "call-1"), 200);

    assertEquals("PUT " + ROUTE, span.getName());
    assertEquals(Span.SpanKind.SPAN_KIND_SERVER, span.getKind());
    assertEquals(TRACE, traceOf(span));
    assertEquals(CALLER, TraceCollector.hex(span.getParentSpanId().toByteArray()));
    assertEquals(
        Map.of(
            "http.request.method", "PUT",
            "http.route", ROUTE,
            "http.response.status_code", "200",
            "notiflows.request_id", "call-1"),
        TraceCollector.attributes(span));
    Span batch = collector.awaitChild(span, "write batch");
    Span transaction = collector.awaitChild(batch, "transaction");
    assertEquals(Map.of("notiflows.batch.size", "1"), TraceCollector.attributes(batch));
    assertEquals(
        List.of(span.getSpanId()),
        batch.getLinksList().stream().map(Span.Link::getSpanId).toList());
    assertEquals(Map.of("db.system.name", "mysql"), TraceCollector.attributes(transaction));
    assertEquals(TRACE, traceOf(transaction));
    assertTrue(transaction.getEndTimeUnixNano() <= span.getEndTimeUnixNano());
    assertEquals("traced", collector.resource().get("service.name"));
  }

  @Test
  void aReadHasItsTransaction() {
    wire.send(write("read")).expect(200);
    Span span = spanOf(TENANT.request("GET", SETTINGS), 200);

    assertEquals("GET " + ROUTE, span.getName());
    assertTrue(span.getParentSpanId().isEmpty());
    collector.awaitChild(span, "transaction");
  }

  @Test
  void aSharedCommitLinksToEveryRequestInIt() throws Exception {
    for (int i = 0; i < 16; i++) {
      PROJECTS.user(TENANT, "bob-" + i);
    }
    assertTrue(
        Patience.until(
            Duration.ofSeconds(60),
            () -> {
              writeAtOnce(16);
              return collector.spans().stream().anyMatch(span -> span.getLinksCount() > 1);
            }));
    Span batch = collector.await("a shared batch", span -> span.getLinksCount() > 1);

    assertEquals("write batch", batch.getName());
    assertEquals(
        Integer.toString(batch.getLinksCount()),
        TraceCollector.attributes(batch).get("notiflows.batch.size"));
    Set<String> traces = new TreeSet<>();
    for (Span.Link link : batch.getLinksList()) {
      Span request =
          collector.await("a linked request", span -> span.getSpanId().equals(link.getSpanId()));
      assertEquals("PUT " + ROUTE, request.getName());
      assertEquals(link.getTraceId(), request.getTraceId());
      traces.add(traceOf(request));
    }
    assertEquals(batch.getLinksCount(), traces.size());
    assertEquals(batch.getLinks(0).getSpanId(), batch.getParentSpanId());
  }

  private static void writeAtOnce(int clients) {
    try {
      Concurrently.run(
          clients,
          i ->
              wire.send(TENANT.put(settingsOf("bob-" + i, CHANNEL), BODY.formatted("t" + i)))
                  .expect(200));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void errorsAndInvalidHeadersStartATraceToo() {
    Span unknown = spanOf(Request.of("GET", "/nowhere").header("traceparent", "00-xyz-1-01"), 404);
    assertEquals("GET", unknown.getName());
    assertTrue(unknown.getParentSpanId().isEmpty());
    assertEquals(Status.StatusCode.STATUS_CODE_UNSET, unknown.getStatus().getCode());
    Span method = spanOf(Request.of("BREW", "/admin/channels"), 405);
    assertEquals("_OTHER", method.getName());
    Span refused = spanOf(Request.of("GET", SETTINGS), 401);
    assertEquals("GET " + ROUTE, refused.getName());
    String parent = "00-" + TRACE + "-" + CALLER + "-01";
    Span twice =
        spanOf(
            TENANT
                .request("GET", "/admin/channels")
                .header("traceparent", parent)
                .header("traceparent", parent),
            200);
    assertNotEquals(TRACE, traceOf(twice));
  }

  @Test
  void aCallerCanAskNotToBeTraced() {
    String quiet = "0af7651916cd43dd8448eb211c80319c";
    wire.send(write("quiet").header("traceparent", "00-" + quiet + "-" + CALLER + "-00"))
        .expect(200);
    spanOf(write("later"), 200);

    assertFalse(collector.spans().stream().anyMatch(span -> traceOf(span).equals(quiet)));
  }

  @Test
  void nothingOfARequestIsSent() {
    spanOf(write("tok-9f86d081").header("tracestate", "vendor=state-zqzq"), 200);
    spanOf(TENANT.request("GET", SETTINGS + "?note=query-zqzq"), 200);
    spanOf(write("tok-9f86d081").header("baggage", "key=baggage-zqzq"), 200);
    spanOf(TENANT.put(SETTINGS, "{\"settings\":{\"device_tokens\":\"tok-9f86d081\"}}"), 422);
    spanOf(Request.signedIn("user-zqzq", "GET", "/user/channels/" + CHANNEL + "/settings"), 404);
    spanOf(Request.of("GET", "/nowhere-zqzq"), 404);

    String sent = collector.raw();
    for (String secret :
        List.of(
            "zqzq",
            "tok-9f86d081",
            "nowhere",
            TENANT.publicKey(),
            TENANT.secretKey(),
            TENANT.id().toString(),
            CHANNEL.toString(),
            "eyJ")) {
      int found = sent.indexOf(secret);
      assertEquals(-1, found, () -> secret + ": " + sent.substring(Math.max(0, found - 200)));
    }
    Set<String> keys =
        collector.spans().stream()
            .flatMap(span -> TraceCollector.attributes(span).keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    keys.removeAll(
        Set.of(
            "http.request.method",
            "http.route",
            "http.response.status_code",
            "notiflows.request_id",
            "notiflows.batch.size",
            "db.system.name",
            "error.type"));
    assertEquals(Set.of(), keys);
    assertFalse(collector.spans().stream().anyMatch(span -> span.getEventsCount() > 0));
  }
}
