package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Runs after all other tests: they got every documented response, and no undocumented one. */
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

    Set<String> exercised = new TreeSet<>(RunRecord.RESPONSES.lines());
    Set<String> missing = new TreeSet<>(documented);
    missing.removeAll(exercised);
    Set<String> undocumented = new TreeSet<>(exercised);
    undocumented.removeAll(documented);

    assertEquals(Set.of(), missing, "documented, never exercised");
    assertEquals(Set.of(), undocumented, "exercised, not documented");
  }
}
