package com.notiflows.server.lanes;

import com.notiflows.server.lanes.GroupedCalls.Size;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A queue of calls by key. At most one thread leads it: that one runs its groups. */
final class Lane<K, Q, R> {

  private final GroupedCalls.Bounds bounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Deque<Ticket<K, Q, R>>> queues = new LinkedHashMap<>();
  private final Function<K, ?> owners;
  private final Map<Object, Size> shares = new HashMap<>();
  private boolean isLed;
  private Size queued = Size.NONE;

  Lane(GroupedCalls.Bounds bounds, Function<K, ?> owners) {
    this.bounds = bounds;
    this.owners = owners;
  }

  /** Queues a call, which leads if the lane is idle; false if the lane or a share is full. */
  boolean enter(Ticket<K, Q, R> ticket) {
    lock.lock();
    try {
      Object owner = ownerOf(ticket);
      Size all = queued.plus(ticket.weight());
      Size own = shares.getOrDefault(owner, Size.NONE).plus(ticket.weight());
      if (!bounds.queue().admits(all) || !bounds.share().admits(own)) {
        return false;
      }
      queued = all;
      shares.put(owner, own);
      queues.computeIfAbsent(ticket.key(), key -> new ArrayDeque<>()).add(ticket);
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
      Size size = Size.NONE.plus(queue.element().weight());
      while (bounds.group().admits(size)) {
        Ticket<K, Q, R> ticket = queue.remove();
        subtract(ticket);
        group.add(ticket);
        if (queue.isEmpty()) {
          break;
        }
        size = size.plus(queue.element().weight());
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

  private void subtract(Ticket<K, Q, R> ticket) {
    queued = queued.minus(ticket.weight());
    shares.computeIfPresent(
        ownerOf(ticket),
        (owner, share) -> share.calls() == 1 ? null : share.minus(ticket.weight()));
  }

  private Object ownerOf(Ticket<K, Q, R> ticket) {
    return owners.apply(ticket.key());
  }

  GroupedCalls.Load load() {
    lock.lock();
    try {
      return new GroupedCalls.Load(queued.calls(), isLed ? 1 : 0);
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
