package com.notiflows.benchmark.load;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the load's thread when a request is due, because the timeout of a selector has only
 * millisecond resolution. Does nothing in a closed loop.
 */
final class Alarm implements AutoCloseable {

  private final Pace pace;
  private final Selector selector;
  private final Thread thread;
  private final boolean isNeeded;
  private volatile boolean isClosed;

  Alarm(long begin, long end, double perSecond, Selector selector) {
    this.pace = new Pace(begin, end, perSecond);
    this.selector = selector;
    this.thread = new Thread(this::run, "alarm");
    thread.setDaemon(true);
    this.isNeeded = perSecond > 0;
  }

  void start() {
    if (isNeeded) {
      thread.start();
    }
  }

  private void run() {
    long now = System.nanoTime();
    while (!isClosed && !pace.isOver(now)) {
      if (pace.start(now) == Pace.NONE) {
        LockSupport.parkNanos(pace.due(now) - now);
      } else {
        selector.wakeup();
      }
      now = System.nanoTime();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
  }
}
