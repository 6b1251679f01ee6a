package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.put;
import static com.notiflows.server.settings.Commands.tokenList;
import static com.notiflows.server.write.Callers.failure;
import static com.notiflows.server.write.Callers.written;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.changes.Author;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.settings.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes beyond the capacity of the queue are rejected at once and leave no data. */
@Timeout(180)
class FullQueueIT {

  private static final String[] USERS = {"u0", "u1", "u2", "u3", "u4", "u5", "u6"};

  private final QueueDatabase database = QueueDatabase.get();
  private final UUID project = database.project(USERS);
  private final AtomicInteger decided = new AtomicInteger();

  private Write<Written> write(String user, Optional<Claim<Written>> claim) {
    return new Write<>(
        project,
        Deciding.counting(put(user, APNS, "token-" + user), decided),
        claim,
        Author.COMMAND_LINE);
  }

  private Write<Written> plain(String user) {
    return write(user, Optional.empty());
  }

  private Write<Written> keyed(String user) {
    return write(user, Optional.of(Claims.claim(user, user)));
  }

  private static void assertBusy(RuntimeException thrown) {
    ApiException refusal = (ApiException) thrown;
    assertEquals(ErrorCode.SERVICE_UNAVAILABLE, refusal.code());
    assertEquals("5", refusal.headers().get("Retry-After"));
  }

  @Test
  void fullQueueRejectsAtOnce() throws Exception {
    try (Callers callers =
        new Callers(database.database().transactions(), 4, Duration.ofMinutes(10))) {
      callers.closeGate(project, APNS.id());
      List<Future<WriteResult<Written>>> held = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        held.add(callers.queue(plain(USERS[i])));
      }

      for (int i = 4; i < USERS.length; i++) {
        Write<Written> tooMany = keyed(USERS[i]);
        assertBusy(assertThrows(ApiException.class, () -> callers.queue().execute(tooMany)));
      }

      assertTrue(callers.isGateClosed(), "rejected while the lane is blocked");
      assertEquals(List.of(), database.tokens(project));
      callers.openGate();
      for (int i = 0; i < 4; i++) {
        assertEquals(
            tokenList("token-u" + i), written(held.get(i)).settings().settings().toString());
      }
      assertEquals(4, decided.get(), "rejected writes never run");
      assertEquals(
          List.of("u0 token-u0", "u1 token-u1", "u2 token-u2", "u3 token-u3"),
          database.tokens(project));
      assertEquals(4, database.count("channel_settings", project));
      assertEquals(0, database.count("idempotency_keys", project));

      assertEquals("token-u4", token(written(callers.start(keyed("u4")))), "its key is free");
    }
  }

  private static String token(Written written) {
    return written.settings().settings().path("device_tokens").path(0).asText();
  }

  @Test
  void rejectsWritesThatWaitTooLong() throws Exception {
    try (Callers callers =
        new Callers(database.database().transactions(), 1_000, Duration.ofMillis(20))) {
      callers.closeGate(project, APNS.id());

      assertBusy(failure(callers.start(keyed("u0"))));

      assertTrue(callers.isGateClosed());
      callers.openGate();
      assertEquals(0, decided.get());
      assertEquals(List.of(), database.tokens(project));
      assertEquals("token-u0", token(written(callers.start(keyed("u0")))));
    }
  }

  @Test
  void rejectsAKeyWhoseFirstRequestIsInProgress() throws Exception {
    try (Callers callers = new Callers(database.database().transactions())) {
      callers.closeGate(project, APNS.id());
      Future<WriteResult<Written>> first = callers.queue(keyed("u0"));

      WriteResult<Written> second = callers.queue().execute(keyed("u0"));

      assertEquals(
          "in_progress", ((WriteResult.Refused<Written>) second).error().details().reason());
      assertFalse(first.isDone());
      callers.openGate();
      assertEquals("token-u0", token(written(first)));
      assertEquals(WriteResult.Replayed.class, callers.queue().execute(keyed("u0")).getClass());
      assertEquals(1, decided.get());
    }
  }
}
