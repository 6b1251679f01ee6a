package com.notiflows.server.write;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * Batches of a channel run side by side, or one alone. Who waits longest is next, so later batches
 * do not delay one that has to run alone.
 */
final class Turns {

  /** Channels that share a turn only wait for each other more often. */
  private static final int TURNS = 64;

  private final List<Turn> turns = Stream.generate(Turn::new).limit(TURNS).toList();

  /** The turn of the batches of a key. */
  Turn of(Object key) {
    return turns.get(Math.floorMod(key.hashCode(), TURNS));
  }

  /** The turn of a channel. */
  static final class Turn {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final AtomicLong ended = new AtomicLong();

    /**
     * The start of a batch that others may run beside.
     *
     * @param endedBefore how many batches had ended
     * @param hasOthers whether others ran
     */
    record Start(long endedBefore, boolean hasOthers) {}

    /** Begins a batch that others may run beside. */
    Start beginBesideOthers() {
      lock.readLock().lock();
      return new Start(ended.get(), lock.getReadLockCount() > 1);
    }

    /** Whether another batch has run at any time since that start. */
    boolean hadOthers(Start start) {
      return start.hasOthers() || lock.getReadLockCount() > 1 || ended.get() != start.endedBefore();
    }

    /** Ends a batch that others could run beside. */
    void endBesideOthers() {
      ended.incrementAndGet();
      lock.readLock().unlock();
    }

    /** Begins a batch that runs alone: waits for those that run. */
    void beginAlone() {
      lock.writeLock().lock();
    }

    /** Ends a batch that ran alone. */
    void endAlone() {
      lock.writeLock().unlock();
    }
  }
}
