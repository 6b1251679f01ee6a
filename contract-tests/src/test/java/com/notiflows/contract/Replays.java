package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;

/** Requests with idempotency keys, and checks of their responses. */
final class Replays {

  static final String HEADER = "Idempotency-Key";
  private static final String REPLAYED = "idempotency-replayed";

  private Replays() {}

  /** Adds a new idempotency key. */
  static Request keyed(Request request) {
    return request.header(HEADER, "stainless-python-retry-" + UUID.randomUUID());
  }

  /** Checks that the response is successful and no replay. */
  static Answer first(Answer answer) {
    assertTrue(answer.status() < 300, answer::toString);
    assertNull(answer.headers().get(REPLAYED), answer::toString);
    return answer;
  }

  static boolean isReplay(Answer answer) {
    return "true".equals(answer.headers().get(REPLAYED));
  }

  /** Checks that the second response replays the first one, with another request id. */
  static void assertReplay(Answer first, Answer again) {
    assertEquals(first.status(), again.status(), again::body);
    assertEquals(first.body(), again.body());
    assertEquals(first.headers().get("etag"), again.headers().get("etag"));
    assertEquals(first.headers().get("content-type"), again.headers().get("content-type"));
    assertNotEquals(first.headers().get("x-request-id"), again.headers().get("x-request-id"));
    assertTrue(isReplay(again), again::toString);
  }

  static void assertInProgress(Answer answer) {
    answer.expect(409, "conflict").detail("reason", "in_progress");
    assertEquals("1", answer.headers().get("retry-after"));
    assertNull(answer.headers().get("x-should-retry"), answer::toString);
  }

  static void assertReused(Answer answer, String key) {
    answer.expect(409, "conflict").detail("reason", "idempotency_key_reused");
    answer.detail("idempotency_key", key);
    assertEquals("false", answer.headers().get("x-should-retry"));
    assertNull(answer.headers().get("retry-after"), answer::toString);
  }
}
