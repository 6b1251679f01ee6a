package com.notiflows.contract;

import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.VerificationReports;
import au.com.dius.pact.provider.reporters.AnsiConsoleReporter;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.File;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Holds the running server to pacts. Each subclass names where its pacts are. */
@Provider(PactVerification.PROVIDER)
@VerificationReports({}) // nothing about what holds; a failed test tells every mismatch itself
abstract class PactVerification {

  static final String PROVIDER = "notiflows";

  static {
    logger("au.com.dius.pact").setLevel(Level.WARN);
    // Warns after each interaction of those that are still to come.
    logger("au.com.dius.pact.provider.DefaultTestResultAccumulator").setLevel(Level.ERROR);
    // Warns of how Pact itself hands on the token of a broker.
    logger("au.com.dius.pact.core.support.HttpClient").setLevel(Level.ERROR);
  }

  private final TestServer server = TestServer.get();
  private final ProviderStates states = new ProviderStates(server);

  @BeforeEach
  void startClean(PactVerificationContext context) {
    states.reset();
    context.setTarget(new HttpTestTarget("127.0.0.1", server.port()));
    context.addStateChangeHandlers(states);
  }

  @AfterEach
  void leaveClean() {
    states.reset();
  }

  @TestTemplate
  @ExtendWith(PactVerificationInvocationContextProvider.class)
  void holds(PactVerificationContext context) {
    try {
      context.verifyInteraction();
    } catch (AssertionError withoutMismatches) {
      throw new AssertionError(mismatches(context));
    }
  }

  /** Pact's own message has them only where a report of all that holds is printed too. */
  private static String mismatches(PactVerificationContext context) {
    return new AnsiConsoleReporter("console", new File("target"))
        .failuresToString(context.getTestExecutionResult())
        .strip();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
