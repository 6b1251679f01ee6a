package com.notiflows.server.changes;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests that wait for changes. Each one holds a thread, so their number is limited. Commits of
 * this process wake them.
 */
public final class WaitingReaders {

  private final int most;
  private final int mostOfProject;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition committed = lock.newCondition();
  private final Map<UUID, Integer> readers = new HashMap<>();
  private final Map<UUID, Long> commits = new ConcurrentHashMap<>();
  private int count;

  /** Limits the requests that wait, of all projects and of each one. */
  public WaitingReaders(int most, int mostOfProject) {
    this.most = most;
    this.mostOfProject = mostOfProject;
  }

  /** Begins to wait; false if too many wait. Each true needs a {@link #leave}. */
  boolean enter(UUID projectId) {
    lock.lock();
    try {
      if (count == most || readers.getOrDefault(projectId, 0) == mostOfProject) {
        return false;
      }
      count++;
      readers.merge(projectId, 1, Integer::sum);
      commits.putIfAbsent(projectId, 0L);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends waiting. */
  void leave(UUID projectId) {
    lock.lock();
    try {
      count--;
      if (readers.merge(projectId, -1, Integer::sum) == 0) {
        readers.remove(projectId);
        commits.remove(projectId);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many commits of a project were noticed while somebody waited. */
  long commits(UUID projectId) {
    return commits.getOrDefault(projectId, 0L);
  }

  /** Waits until there is another commit, at most for a time. */
  void await(UUID projectId, long known, Duration time) throws InterruptedException {
    long left = time.toNanos();
    lock.lockInterruptibly();
    try {
      while (commits(projectId) == known && left > 0) {
        left = committed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the readers of a project. Costs a look-up if there are none. */
  public void committed(UUID projectId) {
    if (commits.computeIfPresent(projectId, (id, number) -> number + 1) == null) {
      return;
    }
    lock.lock();
    try {
      committed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests wait. */
  public int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }
}
