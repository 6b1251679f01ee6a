package com.notiflows.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.spec.Operation;
import com.notiflows.server.testing.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final String SETTINGS = "/admin/users/{user_id}/channel-settings/{channel_id}";

  private final Metrics metrics = new Metrics(World.SPEC.routes());

  @AfterEach
  void close() {
    metrics.close();
  }

  private List<String> lines() {
    return new String(metrics.scrape(), StandardCharsets.UTF_8).lines().toList();
  }

  private long requestLines() {
    return lines().stream().filter(line -> line.startsWith("http_")).count();
  }

  private void assertLine(String line) {
    assertTrue(lines().contains(line), () -> line + " is not in\n" + String.join("\n", lines()));
  }

  private static Operation put() {
    return World.SPEC
        .match("/admin/users/u/channel-settings/c")
        .orElseThrow()
        .route()
        .operation("PUT")
        .orElseThrow();
  }

  @Test
  void requestsAreCountedByTemplateMethodAndClassOfStatus() {
    metrics.requests().record(put(), 200, 3_000_000);
    metrics.requests().record(put(), 201, 30_000_000);
    metrics.requests().record(put(), 503, 2_000_000_000);

    String ok = "method=\"PUT\",route=\"" + SETTINGS + "\",status=\"2xx\"";
    assertLine("http_server_requests_seconds_count{" + ok + "} 2");
    assertLine("http_server_requests_seconds_sum{" + ok + "} 0.033");
    assertLine("http_server_requests_seconds_bucket{" + ok + ",le=\"0.005\"} 1");
    assertLine("http_server_requests_seconds_bucket{" + ok + ",le=\"+Inf\"} 2");
    assertLine("http_server_requests_seconds_count{" + ok.replace("2xx", "5xx") + "} 1");
  }

  @Test
  void whatNoOperationAnswersIsOneRoute() {
    long before = requestLines();
    metrics.requests().record(null, 404, 1);
    metrics.requests().record("/admin/secret", 200, 1);
    metrics.requests().record(null, 999, 1);
    metrics.requests().record(null, 0, 1);

    String any = "http_server_requests_seconds_count{method=\"any\",route=\"unmatched\",status=\"";
    assertLine(any + "4xx\"} 1");
    assertLine(any + "2xx\"} 2");
    assertLine(any + "5xx\"} 1");
    assertEquals(before, requestLines(), "no request adds a series");
    assertFalse(lines().toString().contains("secret"));
  }

  @Test
  void batchesAreMeasured() {
    metrics.writes().committed(3, 4_000_000);
    metrics.writes().committed(40, 6_000_000);

    assertLine("notiflows_write_batch_size_bucket{le=\"2.0\"} 0");
    assertLine("notiflows_write_batch_size_bucket{le=\"4.0\"} 1");
    assertLine("notiflows_write_batch_size_sum 43.0");
    assertLine("notiflows_write_transaction_seconds_bucket{le=\"0.005\"} 1");
    assertLine("notiflows_write_transaction_seconds_sum 0.01");
  }

  @Test
  void rejectedRequestsAreCountedByReason() {
    metrics.reject(Unavailable.QUEUE_FULL);

    assertLine("notiflows_rejected_total{reason=\"queue_full\"} 1.0");
    assertLine("notiflows_rejected_total{reason=\"body_memory\"} 0.0");
  }

  @Test
  void valuesAreReadAtEachScrape() {
    double[] value = {1};
    metrics.gauge("test.gauge", "A test", () -> value[0], "queue", "x");
    metrics.counter("test.counter", "A test", () -> value[0]);
    assertLine("test_gauge{queue=\"x\"} 1.0");

    value[0] = 2;
    System.gc(); // nobody else refers to the functions
    assertLine("test_gauge{queue=\"x\"} 2.0");
    assertLine("test_counter_total 2.0");
  }
}
