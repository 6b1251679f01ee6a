package com.notiflows.server.http.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

  private static final int BODY = 1 << 20;

  /** Large enough to process four bodies of 1 MiB at the same time. */
  private final BodyMemory memory = new BodyMemory(512L << 20);

  @Test
  void arrivingBodiesShareAnEighthOfTheHeap() {
    List<BodyMemory.Lease> leases = new ArrayList<>();
    BodyMemory.Lease next = memory.lease();
    while (next.grow(BODY)) {
      leases.add(next);
      next = memory.lease();
    }
    assertEquals(32, leases.size());

    leases.get(0).close();

    assertTrue(next.grow(BODY));
    assertFalse(memory.lease().grow(BODY));
    assertTrue(memory.lease().grow(0));
  }

  @Test
  void bodiesAreProcessedInOrderWhileMemoryLasts() {
    List<Integer> ready = new ArrayList<>();
    List<BodyMemory.Lease> leases = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      int index = i;
      BodyMemory.Lease lease = memory.lease();
      leases.add(lease);
      assertTrue(lease.grow(BODY));
      lease.awaitRoom(() -> ready.add(index));
    }
    assertEquals(List.of(0, 1, 2, 3), ready);

    leases.get(4).close(); // canceled
    leases.get(1).close();

    assertEquals(List.of(0, 1, 2, 3, 5), ready);
    leases.forEach(BodyMemory.Lease::close);
    assertEquals(List.of(0, 1, 2, 3, 5, 6), ready);
  }

  @Test
  void smallBodyDoesNotOvertakeTheQueue() {
    for (int i = 0; i < 5; i++) {
      BodyMemory.Lease lease = memory.lease();
      assertTrue(lease.grow(BODY));
      lease.awaitRoom(() -> {});
    }
    BodyMemory.Lease small = memory.lease();
    assertTrue(small.grow(1));

    assertFalse(small.tryEnter());
  }

  @Test
  void bodyTooLargeForTheHeapIsProcessedAlone() {
    BodyMemory tiny = new BodyMemory(20L << 20);
    AtomicInteger ready = new AtomicInteger();
    BodyMemory.Lease first = tiny.lease();
    assertTrue(first.grow(BODY));
    first.awaitRoom(ready::incrementAndGet);
    BodyMemory.Lease second = tiny.lease();
    assertTrue(second.grow(1));
    second.awaitRoom(ready::incrementAndGet);
    assertEquals(1, ready.get());

    first.close();

    assertEquals(2, ready.get());
  }

  @Test
  void theBytesInFlightAreThoseOfOpenLeases() {
    BodyMemory.Lease arriving = memory.lease();
    assertTrue(arriving.grow(1_000));
    BodyMemory.Lease processed = memory.lease();
    assertTrue(processed.grow(234) && processed.tryEnter());
    assertEquals(1_234, memory.bytesInFlight());

    arriving.close();
    assertEquals(234, memory.bytesInFlight());
    processed.close();
    assertEquals(0, memory.bytesInFlight());
  }

  @Test
  void closingALeaseTwiceReturnsItsMemoryOnce() {
    BodyMemory.Lease lease = memory.lease();
    assertTrue(lease.grow(BODY));
    assertTrue(lease.tryEnter());
    lease.close();
    lease.close();
    assertFalse(lease.grow(1), "it is closed");
    assertFalse(lease.tryEnter(), "it is closed");
    lease.awaitRoom(() -> fail("it is closed"));

    int fit = 0;
    for (BodyMemory.Lease next = memory.lease(); next.grow(BODY); next = memory.lease()) {
      fit += next.tryEnter() ? 1 : 0;
    }
    assertEquals(4, fit);
  }
}
