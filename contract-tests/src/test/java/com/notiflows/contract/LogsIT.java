package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs after all other tests: none of them put a secret into a log. */
class LogsIT {

  @Test
  void logsOfAllTestsContainNoSecrets() {
    List<String> log = RunRecord.LOG.lines();

    assertFalse(log.isEmpty(), "no log is recorded");
    assertEquals(List.of(), SilenceIT.leaks(log));
  }
}
