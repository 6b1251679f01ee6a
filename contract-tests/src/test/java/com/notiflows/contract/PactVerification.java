package com.notiflows.contract;

import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.IgnoreMissingStateChange;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.VerificationReports;
import au.com.dius.pact.provider.reporters.AnsiConsoleReporter;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.notiflows.server.demo.states.ProviderStates;
import java.io.File;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * Verifies the running server against pacts and prints each interaction. A subclass says where its
 * pacts are.
 */
@Provider(PactVerification.PROVIDER)
@IgnoreMissingStateChange // StatefulTarget sets the states up, not annotated methods
@VerificationReports({}) // a failed test contains its mismatches
abstract class PactVerification {

  static final String PROVIDER = "notiflows";

  private static final TestServer SERVER = TestServer.get();
  private static final ProviderStates STATES = SERVER.providerStates();
  private static PactReport report = new PactReport();

  static {
    logger("au.com.dius.pact").setLevel(Level.WARN);
    // Warns after each interaction that others are still to come.
    logger("au.com.dius.pact.provider.DefaultTestResultAccumulator").setLevel(Level.ERROR);
    // Warns about how Pact itself passes on the token of a broker.
    logger("au.com.dius.pact.core.support.HttpClient").setLevel(Level.ERROR);
    // Warns that it found no annotated method for a state.
    logger("au.com.dius.pact.provider.junit5.PactVerificationStateChangeExtension")
        .setLevel(Level.ERROR);
  }

  @BeforeAll
  static void startReport() {
    report = new PactReport();
  }

  @AfterAll
  static void end() {
    report.printTotals();
    STATES.reset();
  }

  @BeforeEach
  void target(PactVerificationContext context) {
    report.start(context.getConsumer().getName(), context.getInteraction().getDescription());
    context.setTarget(new StatefulTarget(SERVER.port(), STATES));
  }

  @TestTemplate
  @ExtendWith(PactVerificationInvocationContextProvider.class)
  void verifiesTheInteraction(PactVerificationContext context) {
    try {
      context.verifyInteraction();
    } catch (AssertionError withoutMismatches) {
      throw new AssertionError(mismatches(context));
    }
    report.passed();
  }

  /** Pact's own message contains the mismatches only if Pact also prints a full report. */
  private static String mismatches(PactVerificationContext context) {
    return new AnsiConsoleReporter("console", new File("target"))
        .failuresToString(context.getTestExecutionResult())
        .strip();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
