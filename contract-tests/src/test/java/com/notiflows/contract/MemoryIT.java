package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Memory limits, and the end of a process that is out of memory. */
class MemoryIT {

  private static final TestServer SERVER = TestServer.get();
  private static final int CLIENTS = 200;
  private static final int MEBIBYTE = 1 << 20;
  private static final String APNS = settingsOf(DemoProject.APNS);

  private static Distribution distribution;

  @BeforeAll
  static void unpack() {
    distribution = Distribution.unpack("memory");
  }

  @Test
  void concurrentLargeBodiesFitIntoAHeapOf512Megabytes() throws Exception {
    String path = "/admin/channels/" + DemoProject.APNS + "/token-feedback";
    Request report = admin("POST", path).json(reports());
    Request largestTree = put(APNS, fill(Json.of("{'x':["), "{},", "{}]}"));
    Request manyFaults = put(APNS, fill(Json.of("{'settings':{'device_tokens':["), "{},", "{}]}}"));
    Request padded = put(APNS, fill(Json.deviceTokens("a"), " ", " "));
    try (Child serve = distribution.run("-Xmx512m", settings(), "serve")) {
      Wire wire = new Wire(port(serve));
      for (Request request : List.of(report, largestTree, manyFaults, padded)) {
        int expected = request == report || request == padded ? 200 : 422;
        List<Answer> answers = Concurrently.run(CLIENTS, i -> wire.send(request));

        assertTrue(answers.stream().anyMatch(answer -> answer.status() == expected));
        for (Answer answer : answers) {
          if (answer.status() != expected) {
            answer.expect(503, "service_unavailable");
            assertEquals("5", answer.headers().get("retry-after"));
          }
        }
        wire.send(admin("GET", "/admin/channels")).expect(200);
        wire.send(request).expect(expected); // the memory is free again
      }
      assertFalse(serve.err().contains("OutOfMemory"), serve::err);
    }
  }

  @Test
  void outOfMemoryEndsTheProcess() {
    // Enough to start Java, not enough to start the server.
    String tiny = "-Xmx14m";
    try (Child script = distribution.run(tiny, settings(), "serve");
        Child plain = distribution.java(List.of(tiny), settings(), "serve")) {
      assertEquals(3, script.exit(120), script::err);
      assertEquals(3, plain.exit(120), plain::err);
      assertTrue(plain.err().contains("Out of memory. The process ends"), plain::err);
    }
  }

  private static Map<String, String> settings() {
    return TestServer.toServe(SERVER.environment());
  }

  private static int port(Child serve) {
    return Integer.parseInt(serve.await("Listening on 127.0.0.1 port (\\d+)").group(1));
  }

  /** The maximum number of reports, about unknown tokens, of almost 1 MiB in total. */
  private static String reports() {
    String report =
        "{'device_token':'%s%d','outcome':'rate_limited','occurred_at':'2026-01-01T00:00:00Z'}";
    return IntStream.range(0, 1000)
        .mapToObj(i -> Json.of(report, "t".repeat(900), i))
        .collect(Collectors.joining(",", Json.of("{'items':["), "]}"));
  }

  /** A body of 1 MiB that repeats a part. */
  private static String fill(String start, String part, String end) {
    int times = (MEBIBYTE - start.length() - end.length()) / part.length();
    return start + part.repeat(times) + end;
  }
}
