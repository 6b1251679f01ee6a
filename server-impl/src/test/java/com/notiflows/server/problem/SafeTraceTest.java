package com.notiflows.server.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.testing.World;
import java.sql.SQLException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SafeTraceTest {

  @Test
  void containsFramesButNoMessages() {
    Throwable thrown =
        new IllegalStateException("HUSH", new IllegalArgumentException("HUSH", new Error("HUSH")));
    thrown.addSuppressed(new RuntimeException("HUSH"));

    String trace = SafeTrace.of(thrown);

    assertFalse(trace.contains("HUSH"), trace);
    assertTrue(trace.startsWith("java.lang.IllegalStateException\n    at "), trace);
    assertTrue(trace.contains("SafeTraceTest.containsFramesButNoMessages"), trace);
    assertTrue(trace.contains("\ncaused by java.lang.IllegalArgumentException\n"), trace);
    assertTrue(trace.contains("\ncaused by java.lang.Error\n"), trace);
  }

  @Test
  void containsTheDatabaseErrorCode() {
    String trace = SafeTrace.of(World.databaseFailure(new SQLException("HUSH", "42000", 1064)));

    assertTrue(trace.contains("DatabaseException: FAULT: SQL error 1064, state 42000\n"), trace);
    assertFalse(trace.contains("HUSH"), trace);
  }

  @Test
  void limitsCyclicCauses() {
    RuntimeException first = new RuntimeException();
    first.initCause(new IllegalStateException(first));

    assertEquals(5, SafeTrace.of(first).split("Exception\\R").length - 1);
  }

  @Test
  void limitsTheNumberOfFrames() {
    Throwable deep = new Throwable();
    StackTraceElement frame = new StackTraceElement("C", "m", "C.java", 1);
    deep.setStackTrace(Collections.nCopies(500, frame).toArray(StackTraceElement[]::new));

    assertEquals(41, SafeTrace.of(deep).lines().count());
  }
}
