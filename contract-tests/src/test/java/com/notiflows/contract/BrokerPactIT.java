package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Verification with {@code pactbroker.url}, against a fake broker. */
class BrokerPactIT {

  private static final String OURS = "pacts/delivery-worker-notiflows.json";
  private static final String UNMET =
      "src/test/resources/example-pacts/unmet/expiry-sweeper-notiflows.json";

  @Test
  void verifiesThePactsOfTheBroker() throws IOException {
    try (FakeBroker broker = new FakeBroker(Files.readString(Path.of(OURS)))) {
      PactRun run = verify(broker);

      assertEquals("", run.message());
      int interactions =
          new ObjectMapper().readTree(Path.of(OURS).toFile()).path("interactions").size();
      assertEquals(interactions, run.passed().size(), run::toString);
      assertTrue(broker.requests().contains("GET /pact"), broker.requests()::toString);
    }
  }

  @Test
  void failsIfAPactOfTheBrokerIsViolated() throws IOException {
    try (FakeBroker broker = new FakeBroker(Files.readString(Path.of(UNMET)))) {
      PactRun run = verify(broker);

      assertEquals(List.of("A pact - reads when the settings expire"), run.failed());
      assertTrue(run.message().contains("expires_at"), run.message());
    }
  }

  @Test
  void failsIfTheBrokerHasNoPacts() throws IOException {
    try (FakeBroker broker = new FakeBroker("")) {
      PactRun run = verify(broker);

      assertTrue(run.message().contains("No Pact files were found to verify"), run.message());
    }
  }

  private static PactRun verify(FakeBroker broker) {
    Properties before = (Properties) System.getProperties().clone();
    System.setProperty("pactbroker.url", broker.url());
    System.clearProperty("pact.verifier.publishResults"); // a build may set both
    try {
      return PactRun.of(BrokerPacts.class);
    } finally {
      System.setProperties(before);
    }
  }
}
