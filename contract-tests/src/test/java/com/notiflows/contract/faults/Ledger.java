package com.notiflows.contract.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What clients wrote, and which responses they got. The writes of a user follow each other;
 * different users are independent.
 */
public final class Ledger {

  /** How a write ended for its client. */
  enum Outcome {
    ACKNOWLEDGED,
    REFUSED,
    UNANSWERED
  }

  /** The counts of all writes by outcome. */
  public record Totals(int acknowledged, int refused, int unanswered) {}

  /**
   * A state that a user must not have.
   *
   * @param isPartial whether no write led to it; otherwise it is an older one
   */
  public record Finding(boolean isPartial, String text) {}

  /** The states that a user may have: the acknowledged one, and those of later writes. */
  private final Map<String, List<Optional<String>>> possible = new TreeMap<>();

  /** Requests without a response may still be under way, so they may even overtake later ones. */
  private final Map<String, Set<String>> underWay = new TreeMap<>();

  private final Map<String, Set<String>> written = new TreeMap<>();

  private final int[] totals = new int[Outcome.values().length];

  /** Notes a write before it is sent; the state is what the whole write leads to. */
  synchronized void sent(String user, String state) {
    written.computeIfAbsent(user, any -> new TreeSet<>()).add(state);
    possible.computeIfAbsent(user, any -> nothing()).add(Optional.of(state));
  }

  /** Notes how the latest write of the user ended. */
  synchronized void ended(String user, Outcome outcome) {
    totals[outcome.ordinal()]++;
    List<Optional<String>> states = possible.get(user);
    switch (outcome) {
      case ACKNOWLEDGED -> states.subList(0, states.size() - 1).clear();
      case UNANSWERED ->
          states
              .get(states.size() - 1)
              .ifPresent(
                  state -> underWay.computeIfAbsent(user, any -> new TreeSet<>()).add(state));
      case REFUSED -> {
        // It stays possible until a later write is acknowledged.
      }
    }
  }

  /** What is wrong with the state that a user has; empty if nothing is. */
  synchronized Optional<Finding> finding(String user, Optional<String> stored) {
    List<Optional<String>> states = possible.getOrDefault(user, nothing());
    boolean isLate = stored.filter(underWay.getOrDefault(user, Set.of())::contains).isPresent();
    if (states.contains(stored) || isLate) {
      return Optional.empty();
    }
    boolean isPartial = stored.isPresent() && !written.get(user).contains(stored.get());
    return Optional.of(
        new Finding(isPartial, user + " has " + stored + " instead of one of " + states));
  }

  public synchronized List<String> users() {
    return List.copyOf(possible.keySet());
  }

  public synchronized Totals totals() {
    return new Totals(
        totals[Outcome.ACKNOWLEDGED.ordinal()],
        totals[Outcome.REFUSED.ordinal()],
        totals[Outcome.UNANSWERED.ordinal()]);
  }

  private static List<Optional<String>> nothing() {
    return new ArrayList<>(List.of(Optional.empty()));
  }
}
