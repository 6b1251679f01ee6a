package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs after all other tests: nothing that they sent shows where others can see it. */
class LogsIT {

  @Test
  void logsOfAllTestsContainNoSecrets() {
    List<String> log = RunRecord.LOG.lines();

    assertFalse(log.isEmpty(), "no log is recorded");
    assertEquals(List.of(), SilenceIT.leaks(log));
  }

  @Test
  void nothingConfidentialShowsInLogsOrErrors() {
    List<String> confidential = RunRecord.CONFIDENTIAL.lines();
    List<String> output = RunRecord.OUTPUT.lines();
    assertTrue(confidential.size() > 1_000, () -> confidential.size() + " values");
    for (String kind :
        List.of(
            "\"error\":",
            "http_server_requests_seconds",
            "service.name",
            "thread ",
            "-cp",
            "INFO")) {
      assertTrue(output.stream().anyMatch(line -> line.contains(kind)), kind);
    }

    assertEquals(
        List.of(),
        Confidential.leaks(
            confidential, Stream.concat(RunRecord.LOG.lines().stream(), output.stream())));
  }
}
