package com.notiflows.server.app;

import com.notiflows.server.idempotency.OldKeys;
import com.notiflows.server.persistence.DatabaseException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does beside its requests, about once a minute, in a thread of its own. */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final OldKeys oldKeys;
  private final Thread thread = new Thread(this::run, "housekeeping");

  private Housekeeping(OldKeys oldKeys) {
    this.oldKeys = oldKeys;
  }

  /** Begins with a pause. */
  static Housekeeping start(OldKeys oldKeys) {
    Housekeeping housekeeping = new Housekeeping(oldKeys);
    housekeeping.thread.setDaemon(true);
    housekeeping.thread.start();
    return housekeeping;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        // Nodes that were started together shall not go on doing the same at the same time.
        long half = PAUSE.toMillis() / 2;
        Thread.sleep(half + ThreadLocalRandom.current().nextLong(2 * half));
        round();
      }
    } catch (InterruptedException e) {
      LOG.debug("Housekeeping ends");
    }
  }

  private void round() {
    try {
      LOG.debug("Removed {} old idempotency keys", oldKeys.remove());
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
