package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.Frozen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients meet a database that is killed or frozen. */
@Timeout(180)
class OutageUnderLoadIT {

  /** Twice as many as the server has threads. */
  private static final int CLIENTS = 400;

  /** A second of the product, and what a busy machine adds. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** Five seconds of the product, and what a busy machine adds. */
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(15);

  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final Request PUT = put(APNS, Json.deviceTokens("outage"));

  private static final List<Request> WITHOUT_DATABASE =
      List.of(
          Request.of("GET", "/docs/"),
          Request.of("GET", "/openapi.json"),
          Request.of("GET", "/livez"),
          admin("GET", "/elsewhere"),
          Request.of("GET", APNS),
          Request.of("GET", APNS).keys("malformed", DemoProject.SECRET_KEY));

  private final TestServer server = TestServer.get();

  /** The answer of a client, and how long it took. */
  private record Timed(Answer answer, long nanos) {}

  @BeforeEach
  void serve() throws Exception {
    ask(); // the classes of the server and of the test are loaded, and the connections are open
  }

  @Test
  void aFrozenDatabaseDelaysNobody() throws Exception {
    try (Frozen database = Frozen.process(server.database().pid())) {
      assertAllRefused("frozen");
    }
    assertServedAgain("frozen");
  }

  @Test
  void aKilledDatabaseDelaysNobody() throws Exception {
    server.database().kill();
    try {
      assertAllRefused("killed");
    } finally {
      server.database().restart();
    }
    assertServedAgain("killed");
  }

  private List<Timed> ask() throws Exception {
    List<Request> requests = List.of(PUT, admin("GET", APNS), admin("GET", "/admin/users"), PUT);
    return Concurrently.run(CLIENTS, i -> time(requests.get(i % requests.size())));
  }

  private Timed time(Request request) {
    String text = new String(request.head(), ISO_8859_1) + new String(request.body(), ISO_8859_1);
    long start = System.nanoTime();
    Answer answer = server.wire().raw(text); // a check against the spec would take longer
    return new Timed(answer, System.nanoTime() - start);
  }

  private void assertAllRefused(String what) throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<List<Timed>> others =
        CompletableFuture.supplyAsync(() -> askOthersUntil(isOver));
    List<Timed> first = ask();
    List<Timed> later = ask();
    isOver.set(true);

    Stream.of(first, later).flatMap(List::stream).forEach(OutageUnderLoadIT::assertRefused);
    assertInTime(CLIENTS + " clients, database " + what + ": 503", first);
    assertInTime("later requests: 503", later);
    assertInTime("requests without database: served", others.get(60, TimeUnit.SECONDS));
  }

  private static void assertRefused(Timed refused) {
    Answer answer = refused.answer();
    answer.expect(503, "service_unavailable").detail("retry_after", "5");
    assertEquals("5", answer.headers().get("retry-after"));
    String message = answer.error().path("message").asText();
    assertEquals("The database can't be reached. Try again in a few seconds.", message);
  }

  private static void assertInTime(String what, List<Timed> answers) {
    List<Long> sorted = answers.stream().map(Timed::nanos).sorted().toList();
    long longest = sorted.get(sorted.size() - 1);
    report(what + " after (median)", sorted.get(sorted.size() / 2));
    report(what + " after (99 %)", sorted.get(sorted.size() * 99 / 100));
    report(what + " after (most)", longest);
    assertTrue(longest < ANSWER_LIMIT.toNanos(), () -> longest + " ns");
  }

  private List<Timed> askOthersUntil(AtomicBoolean isOver) {
    List<Timed> answers = new ArrayList<>();
    while (!isOver.get()) {
      for (Request request : WITHOUT_DATABASE) {
        Timed timed = time(request);
        assertTrue(timed.answer().status() < 500, () -> request.target() + " " + timed);
        answers.add(timed);
      }
    }
    return answers;
  }

  private void assertServedAgain(String what) {
    long start = System.nanoTime();
    server.sendUntilServed(PUT, RECOVERY_LIMIT).expect(200);
    report("database " + what + ": writes again after", System.nanoTime() - start);
  }

  private static void report(String what, long nanos) {
    System.out.println(what + " " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
  }
}
