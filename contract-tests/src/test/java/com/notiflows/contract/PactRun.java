package com.notiflows.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * The outcome of a verification that runs inside a test.
 *
 * @param passed the interactions that passed
 * @param failed the interactions that failed
 * @param message the messages of all failures, also of those before any interaction
 * @param output what the verification printed
 */
record PactRun(List<String> passed, List<String> failed, String message, String output) {

  static PactRun of(Class<? extends PactVerification> verification) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Events events;
    try {
      events =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectClass(verification))
              .execute()
              .allEvents();
    } finally {
      System.setOut(before);
    }
    String message =
        events.failed().stream()
            .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable())
            .flatMap(Optional::stream)
            .map(Throwable::getMessage)
            .collect(Collectors.joining("\n"));
    return new PactRun(
        interactions(events.succeeded()),
        interactions(events.failed()),
        message,
        printed.toString(StandardCharsets.UTF_8));
  }

  private static List<String> interactions(Events events) {
    return events.stream()
        .map(event -> event.getTestDescriptor())
        .filter(test -> test.isTest())
        .map(test -> test.getDisplayName())
        .toList();
  }
}
