package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a server how it is. */
final class Health {

  static final Request LIVE = Request.of("GET", "/livez");
  static final Request READY = Request.of("GET", "/readyz");

  /** A second, and what a busy machine adds. */
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(2_500);

  private Health() {}

  /** The answer to a check, which comes in time. */
  static Answer ask(Wire wire, Request check) {
    long start = System.nanoTime();
    Answer answer = wire.send(check);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(ANSWER_LIMIT) < 0, () -> check.target() + " took " + taken);
    return answer;
  }

  /** Waits until the server is ready. */
  static void awaitReady(Wire wire, Duration limit) throws InterruptedException {
    await(wire, limit, "");
  }

  /** Waits until the server says why it is not ready. */
  static void awaitReason(Wire wire, Duration limit, String reason) throws InterruptedException {
    await(wire, limit, reason);
  }

  private static void await(Wire wire, Duration limit, String reason) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Answer answer = ask(wire, READY);
      boolean isReady = answer.status() == 200;
      if (isReady ? reason.isEmpty() : reason.equals(answer.details().path("reason").asText())) {
        return;
      }
      if (System.nanoTime() > end) {
        fail("Not within " + limit + ": " + answer);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Waits until the port is closed. */
  static void awaitRefusal(Wire wire) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      try {
        wire.exchange("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      } catch (UncheckedIOException e) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    fail("The port is still open");
  }
}
