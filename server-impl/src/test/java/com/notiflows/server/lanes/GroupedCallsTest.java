package com.notiflows.server.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.lanes.GroupedCalls.Lanes;
import com.notiflows.server.lanes.GroupedCalls.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How concurrent calls are grouped and executed. */
@Timeout(60)
class GroupedCallsTest {

  private static final GroupedCalls.Bounds BOUNDS =
      bounds(1, new Size(4, 100), new Size(8, 100), Duration.ofSeconds(30));

  private static GroupedCalls.Bounds bounds(int lanes, Size group, Size queue, Duration patience) {
    return new GroupedCalls.Bounds(
        Lanes.ofOneGroup(lanes), group, queue, queue, patience.toNanos());
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore permits = new Semaphore(0);
  private final CountDownLatch isRunning = new CountDownLatch(1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Runs a group once it gets a permit. */
  private List<String> run(String key, List<Integer> calls) {
    isRunning.countDown();
    permits.acquireUninterruptibly();
    groups.add(calls);
    return calls.stream().map(call -> key + call).toList();
  }

  private GroupedCalls<String, Integer, String> lanes(GroupedCalls.Bounds bounds) {
    return new GroupedCalls<>(bounds, key -> key.charAt(0), call -> call, this::run);
  }

  private Future<Optional<String>> start(
      GroupedCalls<String, Integer, String> lanes, String key, int call) throws Exception {
    CountDownLatch isStarted = new CountDownLatch(1);
    List<Thread> caller = Collections.synchronizedList(new ArrayList<>());
    Future<Optional<String>> result =
        threads.submit(
            () -> {
              caller.add(Thread.currentThread());
              isStarted.countDown();
              return lanes.call(key, call);
            });
    isStarted.await();
    isRunning.await();
    while (!result.isDone()
        && caller.get(0).getState() != Thread.State.TIMED_WAITING
        && caller.get(0).getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return result;
  }

  @Test
  void singleCallRunsOnTheCallingThread() {
    Thread self = Thread.currentThread();
    GroupedCalls<String, Integer, Thread> lanes =
        new GroupedCalls<>(
            BOUNDS, key -> key, call -> 1, (key, calls) -> List.of(Thread.currentThread()));

    assertSame(self, lanes.call("a", 1).orElseThrow());
  }

  @Test
  void callsThatArriveDuringAGroupFormTheNextGroup() throws Exception {
    GroupedCalls<String, Integer, String> lanes = lanes(BOUNDS);
    List<Future<Optional<String>>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(start(lanes, "a", i));
    }

    permits.release(9);

    for (int i = 0; i < 4; i++) {
      assertEquals("a" + i, results.get(i).get().orElseThrow());
    }
    assertEquals(List.of(List.of(0), List.of(1, 2, 3)), groups);
  }

  @Test
  void theLoadIsWhatWaitsAndWhatRuns() throws Exception {
    GroupedCalls<String, Integer, String> lanes = lanes(BOUNDS);
    assertEquals(new GroupedCalls.Load(0, 0), lanes.load());
    List<Future<Optional<String>>> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      results.add(start(lanes, "a", i));
    }
    assertEquals(new GroupedCalls.Load(2, 1), lanes.load());

    permits.release(9);
    for (Future<Optional<String>> result : results) {
      result.get();
    }
    assertEquals(new GroupedCalls.Load(0, 0), lanes.load());
  }

  @Test
  void groupIsLimitedByCallsAndWeight() throws Exception {
    GroupedCalls<String, Integer, String> lanes =
        lanes(bounds(1, new Size(3, 10), new Size(99, 999), Duration.ofSeconds(30)));
    List<Future<Optional<String>>> results = new ArrayList<>();
    for (int call : new int[] {1, 2, 2, 2, 2, 6, 6, 50, 1}) {
      results.add(start(lanes, "a", call));
    }

    permits.release(99);
    for (Future<Optional<String>> result : results) {
      assertTrue(result.get().isPresent());
    }

    assertEquals(
        List.of(List.of(1), List.of(2, 2, 2), List.of(2, 6), List.of(6), List.of(50), List.of(1)),
        groups);
  }

  @Test
  void keysTakeTurns() throws Exception {
    GroupedCalls<String, Integer, String> lanes =
        lanes(bounds(1, new Size(2, 999), new Size(99, 999), Duration.ofSeconds(30)));
    List<Future<Optional<String>>> results = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      results.add(start(lanes, "flood", i));
    }
    results.add(start(lanes, "other", 100));

    permits.release(99);
    for (Future<Optional<String>> result : results) {
      assertTrue(result.get().isPresent());
    }

    assertEquals(
        List.of(List.of(0), List.of(1, 2), List.of(100), List.of(3, 4), List.of(5, 6)), groups);
  }

  @Test
  void anotherGroupStartsWhenManyCallsWait() throws Exception {
    Size large = new Size(99, 999);
    GroupedCalls<String, Integer, String> lanes =
        lanes(
            new GroupedCalls.Bounds(
                new Lanes(1, 2, 3), large, large, large, Duration.ofSeconds(30).toNanos()));
    List<Future<Optional<String>>> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      results.add(start(lanes, "a", i));
    }
    assertEquals(new GroupedCalls.Load(2, 1), lanes.load());

    results.add(startRunning(lanes, "a", 3, new GroupedCalls.Load(0, 2)));
    for (int i = 4; i < 9; i++) {
      results.add(start(lanes, "a", i));
    }
    assertEquals(new GroupedCalls.Load(5, 2), lanes.load(), "no third group");

    permits.release(99);
    for (int i = 0; i < 9; i++) {
      assertEquals("a" + i, results.get(i).get().orElseThrow());
    }
    assertTrue(groups.containsAll(List.of(List.of(0), List.of(1, 2, 3))), groups::toString);
    assertEquals(new GroupedCalls.Load(0, 0), lanes.load());
  }

  /** Starts a call and waits for a load, which shows that a group has taken its calls. */
  private Future<Optional<String>> startRunning(
      GroupedCalls<String, Integer, String> lanes, String key, int call, GroupedCalls.Load load)
      throws Exception {
    Future<Optional<String>> result = start(lanes, key, call);
    while (!lanes.load().equals(load)) {
      Thread.onSpinWait();
    }
    return result;
  }

  @Test
  void fullLaneRejectsAtOnce() throws Exception {
    GroupedCalls<String, Integer, String> lanes =
        lanes(bounds(1, new Size(9, 999), new Size(2, 10), Duration.ofSeconds(30)));
    Future<Optional<String>> first = start(lanes, "a", 1);
    Future<Optional<String>> second = start(lanes, "a", 9);

    assertEquals(Optional.empty(), lanes.call("a", 2), "too large together");
    Future<Optional<String>> third = start(lanes, "a", 1);
    assertEquals(Optional.empty(), lanes.call("a", 0), "too many");

    permits.release(9);
    assertEquals("a1", first.get().orElseThrow());
    assertEquals("a9", second.get().orElseThrow());
    assertEquals("a1", third.get().orElseThrow());
  }

  @Test
  void anOwnerFillsOnlyItsShareOfALane() throws Exception {
    GroupedCalls<String, Integer, String> lanes =
        lanes(
            new GroupedCalls.Bounds(
                Lanes.ofOneGroup(1),
                new Size(9, 999),
                new Size(5, 99),
                new Size(2, 10),
                Duration.ofSeconds(30).toNanos()));
    List<Future<Optional<String>>> results = new ArrayList<>();
    results.add(start(lanes, "flood-1", 1));
    results.add(start(lanes, "flood-1", 2));
    results.add(start(lanes, "flood-2", 3));

    assertEquals(Optional.empty(), lanes.call("flood-1", 1), "too many");
    assertEquals(Optional.empty(), lanes.call("flood-3", 1), "too many, of another key");
    results.add(start(lanes, "other", 9));
    assertEquals(Optional.empty(), lanes.call("other", 2), "too large together");
    results.add(start(lanes, "other", 1));

    permits.release(99);
    for (Future<Optional<String>> result : results) {
      assertTrue(result.get().isPresent());
    }
    assertEquals("flood-14", lanes.call("flood-1", 4).orElseThrow(), "the share is free again");
  }

  @Test
  void timedOutCallIsNeverRun() throws Exception {
    GroupedCalls<String, Integer, String> lanes =
        lanes(bounds(1, new Size(9, 999), new Size(99, 999), Duration.ofMillis(20)));
    Future<Optional<String>> first = start(lanes, "a", 1);
    Future<Optional<String>> second = threads.submit(() -> lanes.call("a", 2));

    assertEquals(Optional.empty(), second.get());
    permits.release(9);
    assertEquals("a1", first.get().orElseThrow());
    assertEquals("a3", lanes.call("a", 3).orElseThrow());
    assertEquals(List.of(List.of(1), List.of(3)), groups);
  }

  @Test
  void exceptionFailsExactlyTheCallsOfItsGroup() throws Exception {
    AtomicInteger run = new AtomicInteger();
    GroupedCalls<String, Integer, String> lanes =
        new GroupedCalls<>(
            BOUNDS,
            key -> key,
            call -> 1,
            (key, calls) -> {
              isRunning.countDown();
              permits.acquireUninterruptibly();
              if (run.incrementAndGet() == 2) {
                throw new IllegalArgumentException("poisoned");
              }
              return calls.stream().map(call -> key + call).toList();
            });
    Future<Optional<String>> first = start(lanes, "a", 1);
    Future<Optional<String>> second = start(lanes, "a", 2);
    Future<Optional<String>> third = start(lanes, "a", 3);

    permits.release(9);

    assertEquals("a1", first.get().orElseThrow());
    for (Future<Optional<String>> failed : List.of(second, third)) {
      ExecutionException thrown = assertThrows(ExecutionException.class, failed::get);
      assertEquals("poisoned", Objects.requireNonNull(thrown.getCause()).getMessage());
    }
    assertEquals("a4", lanes.call("a", 4).orElseThrow());
  }

  @Test
  void errorFailsItsGroupButNotTheLane() throws Exception {
    GroupedCalls<String, Integer, String> lanes =
        new GroupedCalls<>(
            BOUNDS,
            key -> key,
            call -> 1,
            (key, calls) -> {
              List<String> results = run(key, calls);
              if (key.equals("deep")) {
                throw new StackOverflowError();
              }
              return results;
            });
    Future<Optional<String>> first = start(lanes, "a", 1);
    Future<Optional<String>> failing = start(lanes, "deep", 2);
    Future<Optional<String>> follower = start(lanes, "deep", 3);
    Future<Optional<String>> last = start(lanes, "a", 4);

    permits.release(9);

    assertEquals("a1", first.get().orElseThrow());
    for (Future<Optional<String>> failed : List.of(failing, follower)) {
      ExecutionException thrown = assertThrows(ExecutionException.class, failed::get);
      Throwable cause = Objects.requireNonNull(thrown.getCause()).getCause();
      assertTrue(cause instanceof StackOverflowError, () -> "no cause: " + thrown.getCause());
    }
    assertEquals("a4", last.get().orElseThrow());
    assertEquals("a5", lanes.call("a", 5).orElseThrow());
    assertEquals(List.of(List.of(1), List.of(2, 3), List.of(4), List.of(5)), groups);
  }

  @Test
  void everyCallGetsItsOwnResultUnderLoad() throws Exception {
    GroupedCalls<Integer, Integer, Integer> lanes =
        new GroupedCalls<>(
            new GroupedCalls.Bounds(
                new Lanes(3, 2, 2),
                new Size(8, 99),
                new Size(9_999, 99_999),
                new Size(9_999, 99_999),
                Duration.ofSeconds(30).toNanos()),
            key -> key,
            call -> 1,
            (key, calls) -> calls.stream().map(call -> key * 1_000_000 + call).toList());
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      int thread = t;
      callers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  int key = (thread + i) % 5;
                  assertEquals(
                      key * 1_000_000 + thread * 10_000 + i,
                      lanes.call(key, thread * 10_000 + i).orElseThrow());
                }
              },
              threads));
    }
    CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    assertEquals(16, callers.size());
  }
}
