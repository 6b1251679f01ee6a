package com.notiflows.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.ops.Availability;
import com.notiflows.server.problem.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShutdownTest {

  private final Availability availability = new Availability();
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  @Test
  void reportsFirstThenWaitsThenClosesInOrder() {
    long start = System.nanoTime();
    Shutdown shutdown =
        new Shutdown(
            availability,
            Duration.ofMillis(200),
            () -> {
              assertEquals(Optional.of(Unavailable.SHUTTING_DOWN), availability.obstacle());
              assertTrue(System.nanoTime() - start >= 200_000_000);
              closed.add("server");
              throw new IllegalStateException("not in good order");
            },
            () -> closed.add("components"));

    shutdown.stop();

    assertEquals(List.of("server", "components"), closed);
  }

  @Test
  void aDatabaseThatHangsDoesNotHoldTheProcess() {
    CountDownLatch never = new CountDownLatch(1);
    Shutdown shutdown =
        new Shutdown(availability, Duration.ZERO, () -> closed.add("server"), never::await);

    shutdown.stop();

    assertEquals(List.of("server"), closed);
  }
}
