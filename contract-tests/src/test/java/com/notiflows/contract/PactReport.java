package com.notiflows.contract;

import java.util.LinkedHashSet;
import java.util.Set;

/** Prints each consumer and interaction while pacts are verified, and the totals at the end. */
final class PactReport {

  private final Set<String> consumers = new LinkedHashSet<>();
  private int started;
  private int passed;
  private String interaction = "";

  /** Starts an interaction. It counts as failed unless {@link #passed} is called. */
  void start(String consumer, String description) {
    printFailure();
    if (consumers.add(consumer)) {
      System.out.println("\nPact of " + consumer + " with " + PactVerification.PROVIDER);
    }
    started++;
    interaction = description;
  }

  /** Reports that the interaction passed. */
  void passed() {
    System.out.println("  ok      " + interaction);
    passed++;
    interaction = "";
  }

  /** Ends the report. */
  void printTotals() {
    printFailure();
    System.out.printf(
        "%nInteractions passed: %d of %d. Consumers: %d.%n%n", passed, started, consumers.size());
  }

  private void printFailure() {
    if (!interaction.isEmpty()) {
      System.out.println("  FAILED  " + interaction);
      interaction = "";
    }
  }
}
