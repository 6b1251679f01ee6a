package com.notiflows.contract;

import com.notiflows.contract.faults.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The ledger of a cluster as it is printed, line by line. */
final class ClusterReport {

  private final List<String> lines = new ArrayList<>();

  /** Notes a result, and prints it as progress. */
  void add(String what, Object result) {
    String line = "  %-62s %s".formatted(what, result);
    lines.add(line);
    System.out.println("cluster:" + line);
  }

  /** Notes for how long no write was acknowledged. */
  void addPause(String fault, Duration met, Duration mended) {
    add(
        fault,
        "no acknowledged write for %,d ms; %,d ms when it was back"
            .formatted(met.toMillis(), mended.toMillis()));
  }

  void add(Ledger.Totals totals, Map<String, Integer> errors) {
    add("acknowledged writes", totals.acknowledged());
    add("writes with an error, or without a response", totals.refused() + totals.unanswered());
    errors.forEach((message, count) -> add("- " + message, count));
  }

  /** All results so far. */
  void print() {
    System.out.println("\nLedger of the cluster\n" + String.join("\n", lines) + "\n");
  }
}
