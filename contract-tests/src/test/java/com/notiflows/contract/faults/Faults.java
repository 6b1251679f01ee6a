package com.notiflows.contract.faults;

import com.notiflows.server.testing.CuttingProxy.Cut;
import java.time.Duration;
import java.util.List;

/** The faults that are injected. */
final class Faults {

  /** The number of requests that are abandoned at once. */
  private static final int ABANDONED = 20;

  private static final Fault.Step NOTHING = system -> {};

  /** Half a minute in the profile {@code -Pfaults}. */
  private static final Duration FREEZE =
      Duration.ofSeconds(Integer.getInteger("faults.freeze.seconds", 3));

  private static final Duration STEP = Duration.ofHours(1);

  static final List<Fault> ALL =
      List.of(
          new Fault("server killed", FaultySystem::killServer, FaultySystem::startServer),
          new Fault(
              "database killed",
              system -> system.database().kill(),
              system -> system.database().restart()),
          new Fault(
              "database frozen", FREEZE, FaultySystem::freezeDatabase, FaultySystem::thawDatabase),
          new Fault(
              "clock set forward",
              system -> system.clock().step(STEP),
              system -> system.clock().step(Duration.ZERO)),
          new Fault(
              "clock set back",
              system -> system.clock().step(STEP.negated()),
              system -> system.clock().step(Duration.ZERO)),
          new Fault("connections to the database cut", FaultySystem::killConnections, NOTHING),
          new Fault("requests abandoned", system -> system.load().abandon(ABANDONED), NOTHING),
          new Fault("commit lost", system -> system.proxy().cutNext(Cut.BEFORE_COMMIT), NOTHING),
          new Fault(
              "reply to the commit lost",
              system -> system.proxy().cutNext(Cut.AFTER_COMMIT),
              NOTHING),
          new Fault(
              "database reports a full disk",
              system -> system.sql(failing(1021, "HY000")),
              system -> system.sql("DROP TRIGGER broken")),
          new Fault(
              "database reports deadlocks",
              system -> system.sql(failing(1213, "40001")),
              system -> system.sql("DROP TRIGGER broken")),
          new Fault(
              "all connections of the pool blocked",
              FaultySystem::lockUsers,
              FaultySystem::unlockUsers));

  private Faults() {}

  /** Makes each second row of endpoints fail, in the middle of a write. */
  private static String failing(int error, String state) {
    return "CREATE TRIGGER broken BEFORE INSERT ON endpoints FOR EACH ROW IF RAND() < 0.5 THEN"
        + " SIGNAL SQLSTATE '"
        + state
        + "' SET MYSQL_ERRNO = "
        + error
        + ", MESSAGE_TEXT = 'injected'; END IF";
  }
}
