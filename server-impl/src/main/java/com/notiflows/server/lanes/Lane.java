package com.notiflows.server.lanes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A queue of calls by key. At most one thread leads it: that one runs its groups. */
final class Lane<K, Q, R> {

  private final GroupedCalls.Bounds bounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Deque<Ticket<K, Q, R>>> queues = new LinkedHashMap<>();
  private boolean isLed;
  private int calls;
  private long weight;

  Lane(GroupedCalls.Bounds bounds) {
    this.bounds = bounds;
  }

  /** Queues a call, which leads if the lane is idle; false if the lane is full. */
  boolean enter(Ticket<K, Q, R> ticket) {
    lock.lock();
    try {
      boolean isFull =
          calls >= bounds.queuedCalls()
              || (calls > 0 && weight + ticket.weight() > bounds.queuedWeight());
      if (isFull) {
        return false;
      }
      queues.computeIfAbsent(ticket.key(), key -> new ArrayDeque<>()).add(ticket);
      calls++;
      weight += ticket.weight();
      if (!isLed) {
        isLed = true;
        ticket.appoint();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a call out that waited too long; false if it is being run, or is done, or leads. */
  boolean leave(Ticket<K, Q, R> ticket) {
    lock.lock();
    try {
      Deque<Ticket<K, Q, R>> queue = queues.get(ticket.key());
      if (ticket.isLeader() || queue == null || !queue.remove(ticket)) {
        return false;
      }
      if (queue.isEmpty()) {
        queues.remove(ticket.key());
      }
      subtract(ticket);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The next group: calls of the key whose turn it is. */
  List<Ticket<K, Q, R>> take() {
    lock.lock();
    try {
      Iterator<Map.Entry<K, Deque<Ticket<K, Q, R>>>> first = queues.entrySet().iterator();
      Map.Entry<K, Deque<Ticket<K, Q, R>>> entry = first.next();
      K key = entry.getKey();
      Deque<Ticket<K, Q, R>> queue = entry.getValue();
      List<Ticket<K, Q, R>> group = new ArrayList<>();
      long groupWeight = 0;
      while (!queue.isEmpty() && fits(group, groupWeight + queue.element().weight())) {
        Ticket<K, Q, R> ticket = queue.remove();
        groupWeight += ticket.weight();
        subtract(ticket);
        group.add(ticket);
      }
      first.remove();
      if (!queue.isEmpty()) {
        queues.put(key, queue);
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(List<Ticket<K, Q, R>> group, long groupWeight) {
    return group.isEmpty()
        || (group.size() < bounds.groupCalls() && groupWeight <= bounds.groupWeight());
  }

  private void subtract(Ticket<K, Q, R> ticket) {
    calls--;
    weight -= ticket.weight();
  }

  GroupedCalls.Load load() {
    lock.lock();
    try {
      return new GroupedCalls.Load(calls, isLed ? 1 : 0);
    } finally {
      lock.unlock();
    }
  }

  /** Appoints the first call of the next group as leader, if any call waits. */
  void handOver() {
    Ticket<K, Q, R> next = nextLeader();
    if (next != null) {
      next.wake();
    }
  }

  private @Nullable Ticket<K, Q, R> nextLeader() {
    lock.lock();
    try {
      if (queues.isEmpty()) {
        isLed = false;
        return null;
      }
      Ticket<K, Q, R> next = queues.values().iterator().next().element();
      next.appoint();
      return next;
    } finally {
      lock.unlock();
    }
  }
}
