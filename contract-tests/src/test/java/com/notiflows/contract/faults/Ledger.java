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
final class Ledger {

  /** How a write ended for its client. */
  enum Outcome {
    ACKNOWLEDGED,
    REFUSED,
    UNANSWERED
  }

  /** The counts of all writes by outcome. */
  record Totals(int acknowledged, int refused, int unanswered) {}

  /** The states that a user may have: the acknowledged one, and those of later writes. */
  private final Map<String, List<Optional<String>>> possible = new TreeMap<>();

  /** Requests without a response may still be under way, so they may even overtake later ones. */
  private final Map<String, Set<String>> underWay = new TreeMap<>();

  private final int[] totals = new int[Outcome.values().length];

  /** Notes a write before it is sent; the state is what the whole write leads to. */
  synchronized void sent(String user, String state) {
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
  synchronized Optional<String> finding(String user, Optional<String> stored) {
    List<Optional<String>> states = possible.getOrDefault(user, nothing());
    boolean isLate = stored.filter(underWay.getOrDefault(user, Set.of())::contains).isPresent();
    return states.contains(stored) || isLate
        ? Optional.empty()
        : Optional.of(user + " has " + stored + " instead of one of " + states);
  }

  synchronized List<String> users() {
    return List.copyOf(possible.keySet());
  }

  synchronized Totals totals() {
    return new Totals(
        totals[Outcome.ACKNOWLEDGED.ordinal()],
        totals[Outcome.REFUSED.ordinal()],
        totals[Outcome.UNANSWERED.ordinal()]);
  }

  private static List<Optional<String>> nothing() {
    return new ArrayList<>(List.of(Optional.empty()));
  }
}
