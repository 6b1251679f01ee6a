package com.notiflows.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * A verification inside a test that is about its outcome.
 *
 * @param passed the interactions that hold
 * @param failed the interactions that don't
 * @param message of all failures, those of no single interaction among them
 */
record PactRun(List<String> passed, List<String> failed, String message) {

  static PactRun of(Class<? extends PactVerification> verification) {
    Events events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(verification))
            .execute()
            .allEvents();
    String message =
        events.failed().stream()
            .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable())
            .flatMap(Optional::stream)
            .map(Throwable::getMessage)
            .collect(Collectors.joining("\n"));
    return new PactRun(interactions(events.succeeded()), interactions(events.failed()), message);
  }

  private static List<String> interactions(Events events) {
    return events.stream()
        .map(event -> event.getTestDescriptor())
        .filter(test -> test.isTest())
        .map(test -> test.getDisplayName())
        .toList();
  }
}
