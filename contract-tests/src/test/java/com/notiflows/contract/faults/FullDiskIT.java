package com.notiflows.contract.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.notiflows.contract.faults.Ledger.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk of the database is full, and gets room again. */
@Timeout(300)
class FullDiskIT {

  private static final String FULL =
      "The database can't store anything at the moment. Try again in a few seconds.";

  private static final int MEBIBYTES = 512;
  private static final int TOKENS = 60;
  private static final int MOST_WRITES = 400;

  /** Writes that follow the first that fails. */
  private static final int MORE_WRITES = 20;

  private static final long RECOVERY_SECONDS = 60;

  @Test
  void refusedWritesLeaveNothingAndAcknowledgedOnesSurvive() throws Exception {
    assumeTrue(SmallDisk.isPossible(), "needs the right to mount");
    Path folder = FaultySystem.folder("full-disk");
    try (SmallDisk disk = SmallDisk.mounted(folder, MEBIBYTES);
        FaultySystem system = new FaultySystem(folder)) {
      system.load().close();
      Load load = system.load();
      List<String> users = Load.users();
      disk.fill();
      int number = 0;
      while (write(load, users, number) == Outcome.ACKNOWLEDGED) {
        number++;
        assertTrue(number < MOST_WRITES, "The database does not need the disk");
      }
      for (int i = 0; i < MORE_WRITES; i++) {
        number++;
        write(load, users, number);
      }
      Ledger.Totals full = system.ledger().totals();
      System.out.println("Full disk: " + full);
      assertEquals(0, full.unanswered());
      assertTrue(load.errors().containsKey(FULL), () -> load.errors().toString());
      for (String user : users) {
        assertTrue(load.compare(user), "reads work");
      }

      disk.free();
      long start = System.nanoTime();
      do {
        number++;
        assertTrue(
            System.nanoTime() - start < TimeUnit.SECONDS.toNanos(RECOVERY_SECONDS),
            "No writes after the disk got room");
      } while (write(load, users, number) != Outcome.ACKNOWLEDGED);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      System.out.println("Room again: writes after " + millis + " ms");
      for (String user : users) {
        assertTrue(load.compare(user), user);
      }
      assertEquals(List.of(), load.violations());
    }
  }

  private static Outcome write(Load load, List<String> users, int number) throws Exception {
    return load.write(users.get(number % users.size()), number, TOKENS);
  }
}
