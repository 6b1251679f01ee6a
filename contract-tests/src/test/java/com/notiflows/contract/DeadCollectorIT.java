package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A collector of traces that fails, or is not there, changes nothing for requests. */
class DeadCollectorIT {

  /** More spans than wait to be sent: a request has at least two. */
  private static final int REQUESTS = 3_000;

  private static final Duration NOTICE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final String COMPLAINT = "The collector of traces does not accept spans";

  private static final TestServer SERVER = TestServer.get();

  private static Map<String, String> environment(String endpoint) {
    Map<String, String> environment = new HashMap<>(SERVER.environment());
    environment.put("NOTIFLOWS_OTLP_ENDPOINT", endpoint);
    return environment;
  }

  private static long complaints() {
    return SERVER.log().stream().filter(line -> line.contains(COMPLAINT)).count();
  }

  private static long libraryWarnings() {
    return SERVER.log().stream().filter(line -> line.contains("opentelemetry")).count();
  }

  /** Serves requests with this collector; returns how long the stop of the components takes. */
  private static Duration serve(String endpoint) throws Exception {
    long before = complaints();
    long warningsBefore = libraryWarnings();
    Components components = TestServer.components(environment(endpoint));
    try (NotiflowsServer server = TestServer.start(components)) {
      Wire wire = new Wire(server.port());
      String path = settingsOf(DemoProject.APNS);
      wire.send(Request.put(path, Json.deviceTokens("dead"))).expect(200);
      Concurrently.run(
          8,
          client -> {
            for (int i = 0; i < REQUESTS / 8; i++) {
              wire.send(Request.admin("GET", path)).expect(200);
            }
            return client;
          });
      assertTrue(Patience.until(NOTICE, () -> complaints() > before), "nobody is informed");
    }
    long start = System.nanoTime();
    components.close();
    assertEquals(1, complaints() - before);
    assertEquals(warningsBefore, libraryWarnings());
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void anUnreachableCollectorIsReportedOnce() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertTrue(serve("http://127.0.0.1:" + port).compareTo(STOP) < 0);
  }

  @Test
  void aCollectorThatNeverRespondsDelaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertTrue(serve("http://127.0.0.1:" + silent.getLocalPort()).compareTo(STOP) < 0);
    }
  }

  @Test
  void withoutACollectorNoClassOfOpenTelemetryIsLoaded() throws IOException {
    try (TraceCollector collector = TraceCollector.start()) {
      assertFalse(classesOfAServer(SERVER.environment()).contains(" io.opentelemetry."));
      assertTrue(
          classesOfAServer(environment(collector.endpoint())).contains(" io.opentelemetry.sdk."));
      assertEquals("notiflows", collector.resource().get("service.name"), "sent before the end");
    }
  }

  private static String classesOfAServer(Map<String, String> environment) throws IOException {
    Distribution distribution = Distribution.unpack("traces");
    Path classes = distribution.folder().resolve("classes.txt");
    Map<String, String> settings = TestServer.toServe(environment);
    try (Child serve =
        distribution.java(List.of("-Xlog:class+load:file=" + classes), settings, "serve")) {
      int port = Integer.parseInt(serve.await("Listening on 127.0.0.1 port (\\d+)").group(1));
      Request put = Request.put(settingsOf(DemoProject.APNS), Json.deviceTokens("off"));
      new Wire(port).send(put).expect(200);
      new Wire(port).send(Request.of("GET", "/readyz")).expect(200);
      serve.terminate();
      assertEquals(0, serve.exit(), serve::err);
    }
    return Files.readString(classes);
  }
}
