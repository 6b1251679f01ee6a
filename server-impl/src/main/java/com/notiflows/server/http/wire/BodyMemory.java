package com.notiflows.server.http.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory that request bodies take, all together: their bytes while they arrive, and the
 * much larger trees that are made of them while they are processed.
 */
public final class BodyMemory {

  /**
   * The heap that a body takes while it is processed, in times of its bytes: a body of empty
   * objects, the worst case, needs 28 for its tree and 6 for its text; the rest is for the models.
   */
  private static final int EXPANSION = 40;

  /** The same for a body that arrives, in a buffer that doubles when it is full. */
  private static final int SLACK = 2;

  private final long mostReceived;
  private final long mostProcessed;
  private final Deque<Lease> waiting = new ArrayDeque<>();
  private long received;
  private long processed;

  /**
   * Shares out parts of a heap: an eighth for bodies that arrive, three eighths for those that are
   * processed. The other half is for everything else.
   *
   * @param heapBytes the largest size of the heap
   */
  public BodyMemory(long heapBytes) {
    this.mostReceived = heapBytes / 8;
    this.mostProcessed = heapBytes / 8 * 3;
  }

  /** The part of the memory that one body takes; nothing at first. */
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

  /** Takes those out of the queue that fit by now. */
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

    /** Takes more memory for bytes that arrive; returns false if there is none left. */
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

    /** Takes the memory that it takes to process the body, if there is enough right now. */
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
     * Asks for the memory that it takes to process the body. Requests get it in the order in which
     * they ask.
     *
     * @param whenReady runs as soon as there is enough, which can be at once, in this thread or in
     *     that of another request; must not block
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

    /** Returns all memory, and leaves the queue. */
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

    /** Is called with the lock. */
    private Runnable enter() {
      isProcessed = true;
      processed += weight();
      return ready == null ? () -> {} : ready;
    }
  }
}
