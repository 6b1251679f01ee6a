package com.notiflows.server.write;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/**
 * Locks by which batches of a channel run side by side, or one alone. Who waits longest is next, so
 * a batch that has to run alone is not put off by later ones.
 */
final class Turns {

  /** Channels that share a lock only wait for each other more often. */
  private static final int LOCKS = 64;

  private final List<ReadWriteLock> locks =
      Stream.<ReadWriteLock>generate(() -> new ReentrantReadWriteLock(true)).limit(LOCKS).toList();

  /** The lock of a batch that others of the same key may run beside. */
  Lock besideOthers(Object key) {
    return of(key).readLock();
  }

  /** The lock of a batch that no other one of the same key runs beside. */
  Lock alone(Object key) {
    return of(key).writeLock();
  }

  private ReadWriteLock of(Object key) {
    return locks.get(Math.floorMod(key.hashCode(), LOCKS));
  }
}
