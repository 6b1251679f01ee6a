package com.notiflows.server.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Runs calls of concurrent threads in groups. The thread that finds a lane idle runs everything
 * that is queued there for one key; threads that arrive meanwhile wait for a later group. If many
 * wait, another group starts before the first one ends. Keys take turns, so that a busy one does
 * not starve the others, and the calls of one owner fill only a share of a lane. There is no timer
 * and no thread of its own.
 *
 * @param <K> what the calls of a group have in common
 * @param <Q> a call
 * @param <R> its result
 */
public final class GroupedCalls<K, Q, R> {

  /** Runs the calls of a group. */
  @FunctionalInterface
  public interface Runner<K, Q, R> {

    /** The results, one for each call, in the same order. */
    List<R> run(K key, List<Q> calls);
  }

  /**
   * A limit of a set of calls. One call alone is always within it, whatever it weighs.
   *
   * @param calls how many calls it has at most
   * @param weight how much they weigh together at most
   */
  public record Size(int calls, long weight) {

    static final Size NONE = new Size(0, 0);

    Size plus(long callWeight) {
      return new Size(calls + 1, weight + callWeight);
    }

    Size minus(long callWeight) {
      return new Size(calls - 1, weight - callWeight);
    }

    boolean admits(Size size) {
      return size.calls <= calls && (size.calls == 1 || size.weight <= weight);
    }
  }

  /**
   * How many groups run at the same time.
   *
   * @param count how many lanes there are; a key always has the same one
   * @param groups how many groups of a lane run at the same time
   * @param crowd how many calls must wait in a lane before another group starts while one runs
   */
  public record Lanes(int count, int groups, int crowd) {

    /** Lanes that run one group at a time. */
    public static Lanes ofOneGroup(int count) {
      return new Lanes(count, 1, Integer.MAX_VALUE);
    }
  }

  /**
   * The bounds of the queue.
   *
   * @param lanes the lanes and their groups
   * @param group what a group has at most
   * @param queue what waits in a lane at most
   * @param share what waits there at most of one owner
   * @param patienceNanos how long a call waits until it is run
   */
  public record Bounds(Lanes lanes, Size group, Size queue, Size share, long patienceNanos) {}

  /**
   * What a queue has to do at a moment.
   *
   * @param waiting how many calls wait to be run
   * @param activeGroups how many groups run
   */
  public record Load(int waiting, int activeGroups) {}

  private final Runner<K, Q, R> runner;
  private final ToLongFunction<Q> weight;
  private final Bounds bounds;
  private final List<Lane<K, Q, R>> lanes = new ArrayList<>();

  /**
   * Runs groups within these bounds.
   *
   * @param owner whose share of a lane the calls of a key use
   * @param weight what a call weighs, such as its bytes
   */
  public GroupedCalls(
      Bounds bounds, Function<K, ?> owner, ToLongFunction<Q> weight, Runner<K, Q, R> runner) {
    this.bounds = bounds;
    this.weight = weight;
    this.runner = runner;
    for (int i = 0; i < bounds.lanes().count(); i++) {
      lanes.add(new Lane<>(bounds, owner));
    }
  }

  /**
   * The result of a call, which runs in a group with others.
   *
   * @return empty if the lane or the owner's share is full, or if the call waited too long; then it
   *     was not run
   */
  public Optional<R> call(K key, Q call) {
    int hash = key.hashCode();
    Lane<K, Q, R> lane = lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size()));
    Ticket<K, Q, R> ticket = new Ticket<>(key, call, weight.applyAsLong(call));
    if (!lane.enter(ticket) || !await(lane, ticket)) {
      return Optional.empty();
    }
    if (ticket.isLeader()) {
      lead(lane, ticket);
    }
    return Optional.of(ticket.result());
  }

  /** The load at this moment. */
  public Load load() {
    int waiting = 0;
    int active = 0;
    for (Lane<K, Q, R> lane : lanes) {
      Load load = lane.load();
      waiting += load.waiting();
      active += load.activeGroups();
    }
    return new Load(waiting, active);
  }

  /** Waits until the call is run or leads; false if it waited too long. */
  private boolean await(Lane<K, Q, R> lane, Ticket<K, Q, R> ticket) {
    long deadline = System.nanoTime() + bounds.patienceNanos();
    boolean isTaken = false;
    while (!ticket.isDone() && !ticket.isLeader()) {
      long left = isTaken ? bounds.patienceNanos() : deadline - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(lane, left);
      } else if (lane.leave(ticket)) {
        return false;
      } else {
        isTaken = true; // and no lock is taken before the next park: it could use up a wake-up
      }
    }
    return true;
  }

  /** Runs the group of a leader, then hands its place in the lane over. */
  private void lead(Lane<K, Q, R> lane, Ticket<K, Q, R> leader) {
    List<Ticket<K, Q, R>> group = lane.take(leader);
    run(group);
    lane.handOver();
    group.forEach(Ticket::wake);
  }

  private void run(List<Ticket<K, Q, R>> group) {
    try {
      List<R> results = runner.run(group.get(0).key(), group.stream().map(Ticket::call).toList());
      for (int i = 0; i < group.size(); i++) {
        group.get(i).complete(results.get(i));
      }
    } catch (RuntimeException e) {
      group.forEach(ticket -> ticket.fail(e));
    } catch (Error e) { // thrown on, it would leave the lane without a leader
      group.forEach(ticket -> ticket.fail(new IllegalStateException("The group failed", e)));
    }
  }
}
