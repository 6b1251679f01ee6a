package com.notiflows.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.benchmark.process.Result;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

  private static final int STALL_MILLIS = 600;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private int status = 200;
  private boolean isStalling;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::respond);
    server.start(); // one thread: a slow request delays all others
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void respond(HttpExchange exchange) throws IOException {
    if (requests.getAndIncrement() == 0 && isStalling) {
      try {
        Thread.sleep(STALL_MILLIS);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Test
  void openLoopCountsTheWaitOfEveryRequestDuringAStall() throws IOException {
    isStalling = true;
    Result result = run(2, 100, 1);
    assertEquals(100, result.count(), result::toString);
    assertTrue(result.max() >= STALL_MILLIS, result::toString);
    // at least every second request was due during the stall, but only two connections waited
    assertTrue(result.p50() >= STALL_MILLIS / 10.0, result::toString);
  }

  @Test
  void closedLoopKeepsAllConnectionsBusy() throws IOException {
    Result result = run(4, 0, 0.5);
    assertTrue(result.count() > 4, result::toString);
    assertEquals(requests.get(), result.count());
    assertEquals(0, result.failures() + result.refused());
  }

  @Test
  void countsRejectedRequestsSeparately() throws IOException {
    status = 503;
    Result result = run(1, 50, 0.2);
    assertEquals(0, result.count());
    assertEquals(10, result.refused());
    assertEquals("", result.firstFailure());
  }

  @Test
  void reportsTheFirstFailure() throws IOException {
    status = 404;
    Result result = run(1, 50, 0.2);
    assertEquals(10, result.failures());
    assertTrue(result.firstFailure().startsWith("404"), result::toString);
  }

  private Result run(int connections, double perSecond, double seconds) throws IOException {
    Scenario scenario = new Scenario("a", "A", "PUT", "/{user}", "{new_token}", false, 1, "");
    List<Tenant> tenants = List.of(new Tenant("pk", "sk", Map.of(), 10));
    int port = server.getAddress().getPort();
    return HttpLoad.run(new LoadOrder(scenario, tenants, port, connections, perSecond, 0, seconds));
  }
}
