package com.notiflows.server.app;

import com.notiflows.server.log.Logs;
import com.notiflows.server.ops.Availability;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the server on a signal, and ends the process with exit code 0. */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Availability availability;
  private final Duration delay;
  private final AutoCloseable server;
  private final AutoCloseable components;
  private final Thread hook = new Thread(this::endProcess, "stop");

  /**
   * Ends nothing yet.
   *
   * @param delay how long requests are still taken
   * @param server is closed first; finishes its requests
   * @param components are closed then
   */
  Shutdown(
      Availability availability, Duration delay, AutoCloseable server, AutoCloseable components) {
    this.availability = availability;
    this.delay = delay;
    this.server = server;
    this.components = components;
  }

  /** Waits for the signal in a thread of the JVM. */
  void install() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Leaves the end of the process to its caller.
   *
   * @return false if the process ends already
   */
  boolean uninstall() {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false; // the JVM shuts down
    }
  }

  private void endProcess() {
    stop();
    Logs.end();
    Runtime.getRuntime().halt(0); // after SIGTERM the JVM would exit with 143
  }

  /** Reports that the server is not ready, waits for the delay, and closes both. */
  void stop() {
    LOG.info("Stopping");
    availability.stopping();
    try {
      Thread.sleep(delay.toMillis());
      close(server, "the server");
      Thread closing = new Thread(() -> close(components, "the database"), "close");
      closing.setDaemon(true);
      closing.start();
      closing.join(CLOSE_LIMIT.toMillis()); // a database that hangs must not hold the process
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.info("Stopped");
  }

  private static void close(AutoCloseable part, String what) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not stop in good order: {}", what, e.getClass().getName());
    }
  }
}
