package com.notiflows.server.app;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.problem.OutOfMemory;
import com.notiflows.server.problem.SafeTrace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does beside its requests, again and again, in a thread of its own. */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final List<Chore> chores;
  private final Duration pause;
  private final Thread thread = new Thread(this::run, "housekeeping");

  private Housekeeping(List<Chore> chores, Duration pause) {
    this.chores = List.copyOf(chores);
    this.pause = pause;
  }

  /**
   * Something that has to be done from time to time.
   *
   * @param what such as {@code remove expired idempotency keys}
   * @param work does it and returns how many items it processed
   */
  record Chore(String what, IntSupplier work) {}

  /**
   * Begins with a pause.
   *
   * @param chores are done one after the other; one that fails does not stop the others
   * @param pause how long a pause is, on average
   */
  static Housekeeping start(List<Chore> chores, Duration pause) {
    Housekeeping housekeeping = new Housekeeping(chores, pause);
    housekeeping.thread.setDaemon(true);
    housekeeping.thread.start();
    return housekeeping;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        // Nodes that were started together shall not go on doing the same at the same time.
        long half = pause.toMillis() / 2;
        Thread.sleep(half + ThreadLocalRandom.current().nextLong(2 * half));
        chores.forEach(Housekeeping::run);
      }
    } catch (InterruptedException e) {
      LOG.debug("Housekeeping ends");
    }
  }

  /** Does a chore once. A failure is logged. */
  static void run(Chore chore) {
    try {
      int count = chore.work().getAsInt();
      LOG.debug("{}: {} items", chore.what(), count);
    } catch (DatabaseException e) {
      LOG.warn("Can't {}: {}", chore.what(), e.getMessage());
    } catch (RuntimeException | Error e) { // no failure may end the rounds
      OutOfMemory.check(e);
      LOG.error("Can't {}: {}", chore.what(), SafeTrace.of(e));
    }
  }

  /** Lets the statement that runs come to its end, and stops. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_LIMIT.toMillis());
      if (thread.isAlive()) {
        LOG.warn("Housekeeping is still waiting for the database");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
