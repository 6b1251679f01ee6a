package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs last: the tests got every documented response, and no undocumented one. */
@Order(Integer.MAX_VALUE)
class CoverageIT {

  @Test
  void allDocumentedResponsesWereExercised() {
    Set<String> documented = new TreeSet<>();
    Conformance.document()
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation ->
                        operation
                            .path("responses")
                            .fieldNames()
                            .forEachRemaining(
                                status ->
                                    documented.add(
                                        operation.path("operationId").asText() + " " + status))));

    Set<String> missing = new TreeSet<>(documented);
    missing.removeAll(Conformance.exercised());
    Set<String> undocumented = new TreeSet<>(Conformance.exercised());
    undocumented.removeAll(documented);

    assertEquals(Set.of(), missing, "documented, never exercised");
    assertEquals(Set.of(), undocumented, "exercised, not documented");
  }
}
