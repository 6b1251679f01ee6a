package com.notiflows.server.spec;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls another resolver in separate threads, with a timeout, so that slow name servers do not
 * block the threads that serve requests.
 */
final class PatientResolver implements HostResolver {

  private static final Logger LOG = LoggerFactory.getLogger(PatientResolver.class);
  private static final int MOST_THREADS = 8;
  private static final long IDLE_SECONDS = 30;

  /**
   * A request may have 1,000 addresses: after this many timeouts in a row, its thread stops
   * waiting.
   */
  private static final int MOST_WAITS = 3;

  /** Time until a thread may wait again, as a multiple of the timeout. */
  private static final int RECOVERY = 10;

  private final HostResolver asked;
  private final Duration patience;
  private final ThreadLocal<Waiting> waiting = ThreadLocal.withInitial(Waiting::new);
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "resolver");
            thread.setDaemon(true);
            return thread;
          });

  PatientResolver(HostResolver asked, Duration patience) {
    this.asked = asked;
    this.patience = patience;
  }

  /** The resolver of the operating system. */
  static HostResolver ofTheMachine() {
    return new PatientResolver(PatientResolver::lookUp, Duration.ofSeconds(1));
  }

  /** The recent waiting time of a thread. */
  private final class Waiting {
    private long since = System.nanoTime();
    private long nanos;

    boolean isTooLong() {
      if (System.nanoTime() - since > RECOVERY * patience.toNanos()) {
        since = System.nanoTime();
        nanos = 0;
      }
      return nanos >= MOST_WAITS * patience.toNanos();
    }
  }

  @Override
  public List<InetAddress> resolve(String name) {
    Waiting own = waiting.get();
    if (own.isTooLong()) {
      return List.of(); // logged when the limit was reached
    }
    long start = System.nanoTime();
    try {
      Future<List<InetAddress>> answer = threads.submit(() -> asked.resolve(name));
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | RejectedExecutionException e) {
      LOG.warn(
          "The name servers are slow: addresses are stored without checking what they resolve to");
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A name can't be resolved", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      own.nanos += System.nanoTime() - start;
    }
  }

  private static List<InetAddress> lookUp(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }
}
