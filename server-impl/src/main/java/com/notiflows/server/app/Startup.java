package com.notiflows.server.app;

import com.notiflows.server.ops.Availability;
import com.notiflows.server.persistence.DatabaseAbsentException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the database while the server listens already, and waits for a database if need be. */
final class Startup {

  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Runnable preparation;
  private final Availability availability;
  private String lastAdvice = "";

  /**
   * From now on, requests are refused until the database is prepared.
   *
   * @param preparation prepares the database; throws {@link DatabaseAbsentException} if the same
   *     may work later
   */
  Startup(Runnable preparation, Availability availability) {
    this.preparation = preparation;
    this.availability = availability;
    availability.starting();
  }

  /**
   * Returns when the database is prepared and requests are taken.
   *
   * @throws com.notiflows.server.problem.AdministrationException if waiting does not help; the
   *     message says what to do
   */
  void run() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!isDone()) {
      Thread.sleep(pause.toMillis());
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }

  /** Tries once; false if the database is not there. */
  boolean isDone() {
    try {
      preparation.run();
    } catch (DatabaseAbsentException e) {
      availability.awaitingDatabase();
      String advice = String.valueOf(e.getMessage());
      if (!advice.equals(lastAdvice)) {
        LOG.warn("Waiting for the database. {}", advice);
        lastAdvice = advice;
      }
      return false;
    }
    availability.serving();
    return true;
  }
}
