package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.embedded.Frozen;
import com.notiflows.server.embedded.Patience;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What Prometheus reads from a server that has something to do. */
class MetricsIT {

  private static final Path OPS = Path.of("..", "docs", "ops");
  private static final Pattern SERIES =
      Pattern.compile("([a-z_:][a-z0-9_:]*)(\\{.*})? (NaN|[-+]?[0-9.E+-]+)");
  private static final Pattern NAMED =
      Pattern.compile("\\b(?:http|hikaricp|notiflows|jvm|process|system)_[a-z0-9_]+");
  private static final Duration RECOVERY = Duration.ofSeconds(15);
  private static final String BODY = "{\"settings\":{\"device_tokens\":[\"%s\"]}}";

  private static final TestServer SERVER = TestServer.get();
  private static final Projects PROJECTS = new Projects(BundledSpec.load());
  private static final Projects.Tenant TENANT = PROJECTS.create("metrics");
  private static final UUID CHANNEL = PROJECTS.channel(TENANT, "apns");

  private static Components components;
  private static NotiflowsServer measured;
  private static Wire wire;

  @BeforeAll
  static void start() {
    Map<String, String> environment = new HashMap<>(SERVER.environment());
    environment.put("NOTIFLOWS_METRICS", "true");
    environment.put("NOTIFLOWS_REDIS_URL", "redis://127.0.0.1:1"); // does not answer
    components = TestServer.components(environment);
    measured = TestServer.start(components);
    wire = new Wire(measured.port());
    PROJECTS.user(TENANT, "ann-4711");
    Request put = TENANT.put(settingsOf("ann-4711", CHANNEL), BODY.formatted("tok-4711"));
    Request keyed = Replays.keyed(put);
    wire.send(keyed).expect(200);
    wire.send(keyed).expect(200);
    wire.send(TENANT.request("GET", settingsOf("ann-4711", CHANNEL))).expect(200);
  }

  @AfterAll
  static void stop() {
    measured.close();
    components.close();
  }

  /** Waits first, because the response is up to a second old. */
  private static List<String> scrape() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_050));
    Answer answer = wire.send(Request.of("GET", "/metrics")).expect(200);
    assertEquals("text/plain; version=0.0.4; charset=utf-8", answer.headers().get("content-type"));
    List<String> series = answer.body().lines().filter(line -> !line.startsWith("#")).toList();
    series.forEach(line -> assertTrue(SERIES.matcher(line).matches(), line));
    return series;
  }

  /** The values by series. */
  private static Map<String, Double> values() {
    Map<String, Double> values = new TreeMap<>();
    for (String line : scrape()) {
      int end = line.lastIndexOf(' ');
      values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
    }
    return values;
  }

  /** The series without their values. */
  private static Set<String> names(List<String> series) {
    return series.stream()
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void metricsAreOffByDefault() {
    SERVER.send(Request.of("GET", "/metrics")).expect(404, "not_found");
  }

  @Test
  void whatTheServerDoesIsMeasured() {
    String put =
        "{method=\"PUT\",route=\"/admin/users/{user_id}/channel-settings/{channel_id}\",status=\"2xx\"}";
    String requests = "http_server_requests_seconds_count" + put;
    String commits = "notiflows_write_transaction_seconds_count";
    String loads = "notiflows_project_loads_total";
    Map<String, Double> first = values();
    assertTrue(first.get(requests) >= 2 && first.get(commits) >= 1 && first.get(loads) >= 1);
    assertTrue(first.get("notiflows_idempotent_replays_total") >= 1);
    assertEquals(1, first.get("notiflows_serving"));
    assertEquals(16, first.get("hikaricp_connections_max"));
    assertTrue(first.get("hikaricp_connections_idle") >= 1);
    assertEquals(0, first.get("notiflows_queue_waiting{queue=\"write\"}"));
    assertEquals(0, first.get("notiflows_request_body_bytes"));
    assertTrue(first.get("jvm_threads_live_threads") > 10);

    wire.send(TENANT.put(settingsOf("ann-4711", CHANNEL), BODY.formatted("next"))).expect(200);

    Map<String, Double> second = values();
    assertEquals(first.get(requests) + 1, second.get(requests));
    assertEquals(first.get(commits) + 1, second.get(commits));
    assertEquals(first.get(loads), second.get(loads), "the project is known");
    PROJECTS.channel(TENANT, "fcm");
    wire.send(TENANT.request("GET", "/admin/channels")).expect(200);
    assertEquals(second.get(loads) + 1, values().get(loads), "the project has changed");
  }

  @Test
  void aFrozenDatabaseShowsUntilItAnswers() {
    String answering = "notiflows_database_answering";
    Request get = TENANT.request("GET", "/admin/users");
    assertEquals(1, values().get(answering));
    try (Frozen database = Frozen.process(SERVER.database().pid())) {
      wire.send(get).expect(503, "service_unavailable");
      assertEquals(0, values().get(answering));
    }
    Patience.until(RECOVERY, () -> wire.send(get).status() != 503);
    wire.send(get).expect(200);
    assertEquals(1, values().get(answering));
  }

  @Test
  void noCallerAddsASeriesOrALabel() {
    Set<String> before = names(scrape());
    for (int i = 0; i < 50; i++) {
      wire.send(TENANT.request("GET", settingsOf("nobody-" + i, CHANNEL))).expect(404);
      wire.send(Request.of("GET", "/nowhere-" + i)).expect(404);
      wire.send(Request.of("X" + i, "/admin/channels")).expect(405);
      wire.send(TENANT.request("GET", settingsOf("u", UUID.randomUUID()))).expect(404);
      wire.send(Request.of("GET", "/admin/channels")).expect(401);
      wire.raw("GET /x HTTP/9." + i + "\r\n\r\n");
    }
    Set<String> added = names(scrape());
    added.removeAll(before);
    added.removeIf(name -> name.startsWith("jvm_gc_")); // the cause of a collection that came then
    assertEquals(Set.of(), added);

    String all = String.join("\n", scrape());
    for (String secret :
        List.of(
            "4711",
            "nobody",
            "nowhere",
            TENANT.id().toString(),
            CHANNEL.toString(),
            TENANT.publicKey(),
            TENANT.secretKey())) {
      assertFalse(all.contains(secret), secret);
    }
  }

  @Test
  void theDashboardAndTheAlertsNameWhatIsThere() throws IOException {
    System.gc(); // the JVM reports its pauses after the first one, in a thread of its own
    assertTrue(
        Patience.until(
            Duration.ofSeconds(20),
            () -> scrape().stream().anyMatch(line -> line.startsWith("jvm_gc_pause_seconds_sum"))));
    Set<String> shown = new HashSet<>();
    scrape().forEach(line -> shown.add(line.replaceFirst("[{ ].*", "")));
    List<String> expressions = new ArrayList<>();
    new ObjectMapper()
        .readTree(Files.readString(OPS.resolve("dashboard.json")))
        .findValuesAsText("expr", expressions);
    assertTrue(expressions.size() >= 16, expressions::toString);
    Map<String, Object> alerts = new Yaml().load(Files.readString(OPS.resolve("alerts.yaml")));
    int panels = expressions.size();
    for (Object group : (List<?>) alerts.get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        Map<?, ?> alert = (Map<?, ?>) rule;
        assertTrue(
            alert.keySet().containsAll(Set.of("alert", "expr", "for", "labels", "annotations")),
            alert::toString);
        expressions.add(String.valueOf(alert.get("expr")));
      }
    }
    assertTrue(expressions.size() >= panels + 10, expressions::toString);

    Set<String> missing = new TreeSet<>();
    for (String expression : expressions) {
      Set<String> named = new TreeSet<>();
      Matcher names = NAMED.matcher(expression);
      while (names.find()) {
        named.add(names.group());
      }
      assertTrue(!named.isEmpty() || expression.startsWith("up{"), expression);
      named.removeAll(shown);
      missing.addAll(named);
    }
    assertEquals(Set.of(), missing);
  }
}
