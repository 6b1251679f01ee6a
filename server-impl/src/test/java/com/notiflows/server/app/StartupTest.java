package com.notiflows.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.ops.Availability;
import com.notiflows.server.persistence.DatabaseAbsentException;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.problem.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StartupTest {

  private final Availability availability = new Availability();
  private final List<Optional<Unavailable>> seen = new ArrayList<>();

  private Startup failing(int times, RuntimeException failure) {
    return new Startup(
        () -> {
          seen.add(availability.obstacle());
          if (seen.size() <= times) {
            throw failure;
          }
        },
        availability);
  }

  @Test
  void waitsForTheDatabase() throws InterruptedException {
    Startup startup = failing(2, new DatabaseAbsentException("Not there."));
    assertEquals(Optional.of(Unavailable.STARTING), availability.obstacle());

    startup.run();

    Optional<Unavailable> absent = Optional.of(Unavailable.DATABASE_UNREACHABLE);
    assertEquals(List.of(Optional.of(Unavailable.STARTING), absent, absent), seen);
    assertEquals(Optional.empty(), availability.obstacle());
  }

  @Test
  void doesNotWaitForWhatOnlyAnAdministratorCanChange() {
    AdministrationException denied = new AdministrationException("Denied.");
    Startup startup = failing(2, denied);

    assertSame(denied, assertThrows(AdministrationException.class, startup::run));
    assertEquals(1, seen.size());
    assertTrue(availability.obstacle().isPresent());
  }

  @Test
  void triesOnce() {
    Startup startup = failing(1, new DatabaseAbsentException("Not there."));

    assertFalse(startup.isDone());
    assertTrue(startup.isDone());
    assertEquals(Optional.empty(), availability.obstacle());
  }
}
