package com.notiflows.server.app;

import com.notiflows.server.persistence.DatabaseException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does beside its requests, again and again, in a thread of its own. */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final IntSupplier removal;
  private final Duration pause;
  private final Thread thread = new Thread(this::run, "housekeeping");

  private Housekeeping(IntSupplier removal, Duration pause) {
    this.removal = removal;
    this.pause = pause;
  }

  /**
   * Begins with a pause.
   *
   * @param removal removes old idempotency keys, and counts them
   * @param pause how long a pause is, on average
   */
  static Housekeeping start(IntSupplier removal, Duration pause) {
    Housekeeping housekeeping = new Housekeeping(removal, pause);
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
        round();
      }
    } catch (InterruptedException e) {
      LOG.debug("Housekeeping ends");
    }
  }

  private void round() {
    try {
      LOG.debug("Removed {} old idempotency keys", removal.getAsInt());
    } catch (DatabaseException e) {
      LOG.warn("Old idempotency keys can't be removed, next try soon: {}", e.getMessage());
    } catch (RuntimeException e) { // a fault of ours must not end the rounds
      LOG.error("Old idempotency keys can't be removed: {}", e.getClass().getName());
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
