package com.notiflows.server.lanes;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A call that waits in a lane, and its result. */
final class Ticket<K, Q, R> {

  private final K key;
  private final Q call;
  private final long weight;
  private final Thread thread = Thread.currentThread();
  private volatile boolean isLeader;
  private volatile boolean isDone;
  private @Nullable R result;
  private @Nullable RuntimeException failure;

  Ticket(K key, Q call, long weight) {
    this.key = key;
    this.call = call;
    this.weight = weight;
  }

  K key() {
    return key;
  }

  Q call() {
    return call;
  }

  long weight() {
    return weight;
  }

  /** Whether its thread has to run a group of the lane. */
  boolean isLeader() {
    return isLeader;
  }

  boolean isDone() {
    return isDone;
  }

  void appoint() {
    isLeader = true;
  }

  void complete(R value) {
    result = value;
    isDone = true;
  }

  /** Records a failure, unless the call has a result. */
  void fail(RuntimeException thrown) {
    if (!isDone) {
      failure = thrown;
      isDone = true;
    }
  }

  void wake() {
    if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  /** The result of a call that is done; throws what the group threw. */
  R result() {
    if (failure != null) {
      throw failure;
    }
    R known = result;
    if (known == null) {
      throw new IllegalStateException("The call is not done");
    }
    return known;
  }
}
