package com.notiflows.server.lanes;

import com.notiflows.server.lanes.GroupedCalls.Size;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A queue of calls by key. Leaders are taken out of it, each with a group of calls. */
final class Lane<K, Q, R> {

  private final GroupedCalls.Bounds bounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Deque<Ticket<K, Q, R>>> queues = new LinkedHashMap<>();
  private final Function<K, ?> owners;
  private final Map<Object, Size> shares = new HashMap<>();
  private int leaders;
  private Size queued = Size.NONE;

  Lane(GroupedCalls.Bounds bounds, Function<K, ?> owners) {
    this.bounds = bounds;
    this.owners = owners;
  }

  /**
   * Queues a call. If the lane is idle, the call leads a group; if many wait, the first of them
   * leads another one.
   *
   * @return false if the lane or a share is full
   */
  boolean enter(Ticket<K, Q, R> ticket) {
    @Nullable Ticket<K, Q, R> leader = null;
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
      if (isLeaderNeeded()) {
        leader = appoint();
      }
    } finally {
      lock.unlock();
    }
    if (leader != null) {
      leader.wake();
    }
    return true;
  }

  private boolean isLeaderNeeded() {
    return leaders == 0
        ? !queues.isEmpty()
        : leaders < bounds.lanes().groups() && queued.calls() >= bounds.lanes().crowd();
  }

  /** Makes the next call a leader: the first of the key whose turn it is. */
  private Ticket<K, Q, R> appoint() {
    Map.Entry<K, Deque<Ticket<K, Q, R>>> first = queues.entrySet().iterator().next();
    Deque<Ticket<K, Q, R>> queue = first.getValue();
    queues.remove(first.getKey());
    Ticket<K, Q, R> leader = queue.remove();
    subtract(leader);
    if (!queue.isEmpty()) {
      queues.put(leader.key(), queue);
    }
    leaders++;
    leader.appoint();
    return leader;
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

  /** The group of a leader: its call, and as many of its key as wait and fit. */
  List<Ticket<K, Q, R>> take(Ticket<K, Q, R> leader) {
    lock.lock();
    try {
      List<Ticket<K, Q, R>> group = new ArrayList<>();
      group.add(leader);
      Deque<Ticket<K, Q, R>> queue = queues.get(leader.key());
      if (queue == null) {
        return group;
      }
      Size size = Size.NONE.plus(leader.weight());
      while (!queue.isEmpty()) {
        size = size.plus(queue.element().weight());
        if (!bounds.group().admits(size)) {
          return group;
        }
        Ticket<K, Q, R> ticket = queue.remove();
        subtract(ticket);
        group.add(ticket);
      }
      queues.remove(leader.key());
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
      return new GroupedCalls.Load(queued.calls(), leaders);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a group. The next call leads, unless others run and few wait. */
  void handOver() {
    @Nullable Ticket<K, Q, R> next = null;
    lock.lock();
    try {
      leaders--;
      if (isLeaderNeeded()) {
        next = appoint();
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.wake();
    }
  }
}
