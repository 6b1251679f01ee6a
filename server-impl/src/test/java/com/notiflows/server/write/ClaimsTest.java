package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.patch;
import static com.notiflows.server.settings.Commands.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.changes.Author;
import com.notiflows.server.changes.WaitingReaders;
import com.notiflows.server.persistence.InMemoryMappers;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.settings.Written;
import com.notiflows.server.testing.ManualClock;
import com.notiflows.server.testing.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Idempotency keys in batches, without a database. */
class ClaimsTest {

  private static final Duration LIFETIME = Duration.ofHours(24);

  private final ManualClock clock = new ManualClock("2026-11-23T14:15:22.048211Z");
  private final InMemoryMappers mappers =
      new InMemoryMappers()
          .user(World.PROJECT, "ann", new UUID(7, 1))
          .user(World.PROJECT, "bob", new UUID(7, 2));
  private final WriteBatch batches =
      new WriteBatch(mappers.transactions(), clock, LIFETIME, new WaitingReaders(1, 1));
  private final AtomicInteger decided = new AtomicInteger();

  private Write<Written> write(String key, String request, WriteCommand<Written> command) {
    return new Write<>(
        World.PROJECT,
        Deciding.counting(command, decided),
        Optional.of(Claims.claim(key, request)),
        Author.COMMAND_LINE);
  }

  private Write<Written> keyed(String key, String user, String token) {
    return write(key, user + token, put(user, APNS, token));
  }

  private List<WriteResult<?>> together(List<Write<Written>> writes) {
    return batches.tryAll(World.PROJECT, writes);
  }

  private WriteResult<?> alone(Write<Written> write) {
    return together(List.of(write)).get(0);
  }

  private static String body(WriteResult<?> result) {
    Reply reply =
        result instanceof WriteResult.Replayed<?> replayed
            ? replayed.reply()
            : ((WriteResult.Written<?>) result).reply().orElseThrow();
    return new String(Objects.requireNonNull(reply.body()), StandardCharsets.UTF_8);
  }

  private static ApiException refusal(WriteResult<?> result) {
    return ((WriteResult.Refused<?>) result).error();
  }

  /** The name of the result type, such as {@code Written}. */
  private static String kind(WriteResult<?> result) {
    return result.getClass().getSimpleName();
  }

  @Test
  void repeatedRequestReplaysTheStoredResponse() {
    WriteResult<?> first = alone(keyed("k", "ann", "a"));
    alone(keyed("other", "ann", "b"));

    WriteResult<?> again = alone(keyed("k", "ann", "a"));

    assertEquals("Replayed", kind(again));
    assertEquals(body(first), body(again));
    assertEquals(201, ((WriteResult.Replayed<?>) again).reply().status());
    assertEquals(2, decided.get(), "a replay executes nothing");
    assertEquals(List.of("{}", "b"), mappers.stored());
  }

  @Test
  void responseWithoutABodyIsReplayed() {
    Claim<Written> claim = Claims.claim("k", "r", written -> new Reply(204, null, List.of()));
    Write<Written> write =
        new Write<>(World.PROJECT, put("ann", APNS, "a"), Optional.of(claim), Author.COMMAND_LINE);
    alone(write);

    Reply reply = ((WriteResult.Replayed<?>) alone(write)).reply();

    assertEquals(204, reply.status());
    assertArrayEquals(null, reply.body());
  }

  @Test
  void keyRepeatedInABatchIsWrittenOnce() {
    Write<Written> write = keyed("k", "ann", "a");

    List<WriteResult<?>> results =
        together(List.of(write, keyed("k", "ann", "b"), keyed("l", "bob", "c"), write));

    assertEquals(
        List.of("Written", "Refused", "Written", "Replayed"),
        results.stream().map(ClaimsTest::kind).toList());
    assertEquals(body(results.get(0)), body(results.get(3)));
    assertEquals(2, decided.get());
  }

  @Test
  void keyOfAnotherRequestIsRejected() {
    alone(keyed("k", "ann", "a"));

    ApiException refusal = refusal(alone(keyed("k", "bob", "b")));

    assertEquals(ErrorCode.CONFLICT, refusal.code());
    assertEquals("idempotency_key_reused", refusal.details().reason());
    assertEquals("k", refusal.details().idempotencyKey());
    assertEquals(1, decided.get());
    assertEquals(List.of("{}", "a"), mappers.stored());
    assertEquals("Replayed", kind(alone(keyed("k", "ann", "a"))), "the first one keeps the key");
  }

  @Test
  void rejectedWriteDoesNotUseItsKey() {
    assertEquals(ErrorCode.NOT_FOUND, refusal(alone(keyed("k", "eve", "a"))).code());

    assertEquals(
        "Written", kind(alone(keyed("k", "bob", "b"))), "the key can be used for another request");
  }

  @Test
  void keyCanBeReusedAfterItExpires() {
    alone(keyed("k", "ann", "a"));
    clock.advance(LIFETIME.minusNanos(1_000));
    assertEquals("Replayed", kind(alone(keyed("k", "ann", "a"))));

    clock.advance(Duration.ofNanos(1_000));

    assertEquals("Refused", kind(alone(keyed("k", "eve", "a"))), "no user");
    WriteResult<?> second = alone(keyed("k", "bob", "b"));
    assertEquals("Written", kind(second));
    clock.advance(LIFETIME.minusNanos(1_000));
    WriteResult<?> again = alone(keyed("k", "bob", "b"));
    assertEquals("Replayed", kind(again));
    assertEquals(body(second), body(again));
    assertEquals(ErrorCode.CONFLICT, refusal(alone(keyed("k", "ann", "a"))).code());
  }

  @Test
  void writesWithoutAKeyAreRepeated() {
    Write<Written> plain =
        new Write<>(
            World.PROJECT,
            Deciding.counting(put("ann", APNS, "a"), decided),
            Optional.empty(),
            Author.COMMAND_LINE);

    List<WriteResult<?>> results = together(List.of(plain, keyed("k", "ann", "a"), plain));

    assertEquals(
        List.of("Written", "Written", "Written"), results.stream().map(ClaimsTest::kind).toList());
    assertEquals(Optional.empty(), ((WriteResult.Written<?>) results.get(0)).reply());
    assertEquals(3, decided.get());
  }

  /** Each request is executed once, no matter how its retries are distributed over batches. */
  @Test
  void everyRequestWithAKeyIsExecutedOnce() {
    Random random = new Random(19);
    Map<String, String> bodies = new HashMap<>();
    for (int batch = 0; batch < 60; batch++) {
      List<Write<Written>> writes = new ArrayList<>();
      List<String> requests = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        String user = random.nextBoolean() ? "ann" : "bob";
        String token = "t" + random.nextInt(20);
        requests.add(user + token);
        writes.add(write(user + token, user + token, patch(user, APNS, List.of(token), List.of())));
      }

      List<WriteResult<?>> results = together(writes);

      for (int i = 0; i < results.size(); i++) {
        String known = bodies.putIfAbsent(requests.get(i), body(results.get(i)));
        assertEquals(known == null ? "Written" : "Replayed", kind(results.get(i)));
        assertEquals(bodies.get(requests.get(i)), body(results.get(i)));
      }
      clock.advance(Duration.ofSeconds(1));
    }
    assertEquals(bodies.size(), decided.get());
  }
}
