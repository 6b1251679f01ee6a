package com.notiflows.server.http.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits the total memory of request bodies: their bytes while they arrive, and the much larger
 * trees while they are processed.
 */
public final class BodyMemory {

  /**
   * Heap for a body while it is processed, as a multiple of its size. The worst case, a body of
   * empty objects, needs 28 for the tree and 6 for the text. The rest is for the models.
   */
  private static final int EXPANSION = 40;

  /** The same while a body arrives, in a buffer that doubles when it is full. */
  private static final int SLACK = 2;

  private final long mostReceived;
  private final long mostProcessed;
  private final Deque<Lease> waiting = new ArrayDeque<>();
  private long received;
  private long processed;

  /**
   * Reserves an eighth of the heap for arriving bodies and three eighths for bodies that are
   * processed.
   *
   * @param heapBytes the maximum size of the heap
   */
  public BodyMemory(long heapBytes) {
    this.mostReceived = heapBytes / 8;
    this.mostProcessed = heapBytes / 8 * 3;
  }

  /** Creates a lease for one body, without memory at first. */
  Lease lease() {
    return new Lease();
  }

  /** The bytes of all bodies that arrive or are processed at this moment. */
  public synchronized long bytesInFlight() {
    return received / SLACK;
  }

  private boolean hasRoomFor(long weight) {
    // A body that is too large for the whole heap is processed alone.
    return processed == 0 || processed + weight <= mostProcessed;
  }

  /** Removes the leases from the queue that fit now. */
  private synchronized List<Runnable> admit() {
    List<Runnable> ready = new ArrayList<>();
    Lease first = waiting.peek();
    while (first != null && hasRoomFor(first.weight())) {
      waiting.remove();
      ready.add(first.enter());
      first = waiting.peek();
    }
    return ready;
  }

  private void admitAndRun() {
    admit().forEach(Runnable::run);
  }

  /** The memory of one body. */
  final class Lease implements AutoCloseable {

    private long bytes;
    private boolean isProcessed;
    private boolean isClosed;
    private @Nullable Runnable ready;

    private Lease() {}

    /** Takes more memory for arriving bytes. Returns false if there is none left. */
    boolean grow(int more) {
      synchronized (BodyMemory.this) {
        if (isClosed || received + (long) more * SLACK > mostReceived) {
          return false;
        }
        received += (long) more * SLACK;
        bytes += more;
        return true;
      }
    }

    /** Takes the memory to process the body, if it is available now. */
    boolean tryEnter() {
      synchronized (BodyMemory.this) {
        if (isClosed || !waiting.isEmpty() || !hasRoomFor(weight())) {
          return false;
        }
        enter();
        return true;
      }
    }

    /**
     * Waits for the memory to process the body. Requests get memory in the order of these calls.
     *
     * @param whenReady runs when memory is available, possibly at once, in this thread or in the
     *     thread of another request; must not block
     */
    void awaitRoom(Runnable whenReady) {
      synchronized (BodyMemory.this) {
        if (isClosed) {
          return;
        }
        ready = whenReady;
        waiting.add(this);
      }
      admitAndRun();
    }

    /** Returns all memory and leaves the queue. */
    @Override
    public void close() {
      synchronized (BodyMemory.this) {
        if (isClosed) {
          return;
        }
        isClosed = true;
        received -= bytes * SLACK;
        if (isProcessed) {
          processed -= weight();
        } else {
          waiting.remove(this);
        }
      }
      admitAndRun();
    }

    private long weight() {
      return bytes * EXPANSION;
    }

    /** Requires the lock. */
    private Runnable enter() {
      isProcessed = true;
      processed += weight();
      return ready == null ? () -> {} : ready;
    }
  }
}
