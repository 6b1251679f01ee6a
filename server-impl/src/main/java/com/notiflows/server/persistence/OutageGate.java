package com.notiflows.server.persistence;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets threads wait for a connection while the database answers. When it stops answering, those
 * that wait are interrupted, and no other may wait.
 */
final class OutageGate {

  /** Waits for something. Ends with an exception if its thread is interrupted. */
  @FunctionalInterface
  interface Wait<T> {
    T await() throws SQLException;
  }

  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean isShut;

  /**
   * What the wait results in.
   *
   * @throws SQLException if the wait fails; at once if the database does not answer
   */
  <T> T pass(Wait<T> wait) throws SQLException {
    Waiting own = new Waiting(Thread.currentThread());
    waiting.add(own); // first, so that a gate that is shut meanwhile finds it
    try {
      if (isShut) {
        throw refusal();
      }
      return wait.await();
    } catch (SQLException e) {
      throw own.isRecalled() || isShut ? refusal() : e; // it may be open again
    } finally {
      waiting.remove(own);
      own.end();
    }
  }

  private static SQLException refusal() {
    return new SQLTransientConnectionException("The database does not answer", "08S01");
  }

  /** Interrupts the threads that wait, and lets no other wait. */
  void shut() {
    isShut = true;
    waiting.forEach(Waiting::recall);
  }

  /** Lets threads wait again. */
  void open() {
    isShut = false;
  }

  /** A thread that waits. It is interrupted while it does, and never later. */
  private static final class Waiting {

    private final Thread thread;
    private boolean isRecalled;
    private boolean isOver;

    Waiting(Thread thread) {
      this.thread = thread;
    }

    synchronized void recall() {
      if (!isOver) {
        isRecalled = true;
        thread.interrupt();
      }
    }

    synchronized boolean isRecalled() {
      return isRecalled;
    }

    synchronized void end() {
      isOver = true;
      if (isRecalled) {
        Thread.interrupted(); // it was ours
      }
    }
  }
}
