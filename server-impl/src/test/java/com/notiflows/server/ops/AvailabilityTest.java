package com.notiflows.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.problem.Unavailable;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

  private final Availability availability = new Availability();

  @Test
  void takesRequestsUnlessItStarts() {
    assertEquals(Optional.empty(), availability.obstacle());

    availability.starting();
    assertEquals(Optional.of(Unavailable.STARTING), availability.obstacle());
    availability.awaitingDatabase();
    assertEquals(Optional.of(Unavailable.DATABASE_UNREACHABLE), availability.obstacle());
    availability.serving();
    assertEquals(Optional.empty(), availability.obstacle());
  }

  @Test
  void aStartThatEndsLateDoesNotUndoTheShutdown() {
    availability.starting();
    availability.stopping();
    availability.awaitingDatabase();
    availability.serving();

    assertEquals(Optional.of(Unavailable.SHUTTING_DOWN), availability.obstacle());
  }
}
