package com.notiflows.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedValueTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger computations = new AtomicInteger();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final SharedValue<Integer> value =
      new SharedValue<>(computations::incrementAndGet, queue::add, nanos::get);

  @Test
  void manyCallersQueueOneComputation() {
    CompletableFuture<Integer> first = value.get();
    for (int i = 0; i < 1_000; i++) {
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
      assertFalse(value.get().isDone());
    }
    assertEquals(1, queue.size());

    queue.remove().run();
    assertEquals(1, first.join());
  }

  @Test
  void valueIsSharedForASecond() {
    CompletableFuture<Integer> first = value.get();
    queue.remove().run();
    assertEquals(1, first.join());
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
    assertEquals(1, value.get().join());
    assertEquals(0, queue.size());

    nanos.addAndGet(1);
    CompletableFuture<Integer> next = value.get();
    queue.remove().run();
    assertEquals(2, next.join());
  }
}
