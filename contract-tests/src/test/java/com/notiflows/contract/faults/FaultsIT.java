package com.notiflows.contract.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Faults under load lose nothing that was acknowledged, and leave no part of a write. */
class FaultsIT {

  private static final int COUNT = Integer.getInteger("faults", Faults.ALL.size());
  private static final long SEED = Long.getLong("faults.seed", 1);

  private static final String ODD_TIMES =
      "SELECT (SELECT COUNT(*) FROM channel_settings WHERE updated_at < created_at)"
          + " + (SELECT COUNT(*) FROM endpoints WHERE last_seen_at < first_seen_at)";

  /** 5 seconds of the product, and what a busy machine adds. */
  private static final long RECOVERY_SECONDS = 20;

  @Test
  void acknowledgedWritesSurvive() throws Exception {
    System.out.println(COUNT + " faults, seed " + SEED);
    FaultySystem system = new FaultySystem(FaultySystem.folder("faults"));
    try (system) {
      awaitWrites(system.load());
      int number = 0;
      for (Fault fault : order()) {
        fault.inject().on(system);
        TimeUnit.MILLISECONDS.sleep(fault.time().toMillis());
        fault.recover().on(system);
        long millis = awaitWrites(system.load());
        number++;
        System.out.println(
            number
                + ". "
                + fault.name()
                + ": writes again after "
                + millis
                + " ms; "
                + system.ledger().totals());
      }
      system.load().close();

      for (String user : system.ledger().users()) {
        assertTrue(system.load().compare(user), user);
      }
      assertEquals(List.of(), system.load().violations());
      assertEquals(0, system.count(ODD_TIMES), "rows that were changed before they were created");
      assertTrue(system.ledger().totals().refused() > 0, "no write met a fault");
      assertTrue(system.ledger().totals().unanswered() > 0, "no client was cut off");
    }
  }

  /** Each kind once in random order, then again, until the count is reached. */
  private static List<Fault> order() {
    Random random = new Random(SEED);
    List<Fault> order = new ArrayList<>();
    while (order.size() < COUNT) {
      List<Fault> round = new ArrayList<>(Faults.ALL);
      Collections.shuffle(round, random);
      order.addAll(round);
    }
    return order.subList(0, COUNT);
  }

  /** Waits until writes are acknowledged; returns after how many milliseconds. */
  private static long awaitWrites(Load load) throws InterruptedException {
    long start = System.nanoTime();
    int before = load.acknowledged();
    while (load.acknowledged() < before + Load.users().size()) {
      assertTrue(
          System.nanoTime() - start < TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS),
          "No writes after the fault");
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
