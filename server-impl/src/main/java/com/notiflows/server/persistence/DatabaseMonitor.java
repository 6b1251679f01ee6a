package com.notiflows.server.persistence;

import com.notiflows.server.persistence.OutageDetector.Answer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices when the database stops answering, and when it answers again. */
final class DatabaseMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseMonitor.class);

  /** What is done when the database stops answering, and when it answers again. */
  interface Listener {

    /** The database does not answer. */
    void lost();

    /** The database answers again. */
    void found();
  }

  private final OutageDetector detector = new OutageDetector(System.nanoTime());
  private final DatabasePing ping;
  private final BooleanSupplier hasWork;
  private final Listener listener;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "database-monitor"));
  private final ExecutorService pings =
      Executors.newSingleThreadExecutor(work -> daemon(work, "database-ping"));
  private final Future<?> ticking;
  private boolean isClosed;
  private boolean isLost;
  private long lostSince;

  /**
   * Starts to watch.
   *
   * @param ping asks the database
   * @param hasWork whether anyone waits for the database
   */
  DatabaseMonitor(DatabasePing ping, BooleanSupplier hasWork, Listener listener) {
    this.ping = ping;
    this.hasWork = hasWork;
    this.listener = listener;
    long tick = OutageDetector.TICK.toMillis();
    this.ticking = ticks.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Notes that the database answered a statement. */
  void replied() {
    detector.replied();
  }

  /** Whether the database does not answer. */
  boolean isOut() {
    return detector.isOut();
  }

  private void tick() {
    try {
      if (detector.tick(System.nanoTime(), hasWork.getAsBoolean(), ping.isConnected())) {
        pings.execute(this::ping);
      }
      announce();
    } catch (RejectedExecutionException e) {
      LOG.debug("The monitor of the database ends");
    } catch (RuntimeException e) { // thrown on, it would end the ticks
      LOG.error("The monitor of the database failed: {}", e.getClass().getName());
    }
  }

  private void ping() {
    Answer answer = Answer.REFUSED; // a failure of our own says nothing about the database
    try {
      answer = ping.ask(detector::replied);
    } finally {
      detector.answered(answer);
      announce();
    }
  }

  private synchronized void announce() {
    boolean isOut = detector.isOut();
    if (isOut == isLost || isClosed) {
      return;
    }
    isLost = isOut;
    if (isOut) {
      lostSince = System.nanoTime();
      LOG.warn("The database does not answer. Requests that need it get 503");
      listener.lost();
    } else {
      Duration outage = Duration.ofNanos(System.nanoTime() - lostSince);
      LOG.info("The database answers again, after {} ms", outage.toMillis());
      listener.found();
    }
  }

  /** Stops watching. */
  @Override
  public synchronized void close() {
    isClosed = true;
    ticking.cancel(false);
    ticks.shutdown();
    pings.shutdown();
  }
}
