package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Violated pacts fail the verification, and so does a run without pacts. */
class FailingPactIT {

  private static final String UNMET = "example-pacts/unmet";
  private static final String MET = "example-pacts/met";
  private static final String FILE = "expiry-sweeper-notiflows.json";
  private static final String FINE = "expiry-sweeper - reads the provider";
  private static final String ASKING = "expiry-sweeper - reads when the settings expire";

  /** Runs only inside this test: the build skips nested classes. */
  @PactFolder(UNMET)
  static class UnmetPact extends PactVerification {}

  /** The same pact without the missing field. */
  @PactFolder(MET)
  static class MetPact extends PactVerification {}

  /** Needs a provider state that doesn't exist. */
  @PactFolder("example-pacts/unknown-state")
  static class UnknownStatePact extends PactVerification {}

  @Test
  void failsIfAFieldIsMissing() {
    PactRun run = PactRun.of(UnmetPact.class);

    assertEquals(List.of(ASKING), run.failed());
    assertEquals(List.of(FINE), run.passed());
    assertTrue(
        run.message().contains("$ Actual map is missing the following keys: expires_at"),
        run.message());
    assertEquals(
        """
        Pact of expiry-sweeper with notiflows
          ok      reads the provider
          FAILED  reads when the settings expire

        Interactions passed: 1 of 2. Consumers: 1.
        """
            .strip(),
        run.output().strip());
  }

  @Test
  void passesIfTheFieldIsNotExpected() {
    PactRun run = PactRun.of(MetPact.class);

    assertEquals("", run.message());
    assertEquals(List.of(FINE, ASKING), run.passed());
  }

  @Test
  void failsForAnUnknownState() {
    PactRun run = PactRun.of(UnknownStatePact.class);

    assertEquals(List.of(), run.passed());
    assertTrue(
        run.message().contains("There is no state 'it rains'. Known states: '"), run::message);
  }

  @Test
  void verifiesTheConfiguredFolder() {
    PactRun run = withFolder(Path.of("src", "test", "resources", MET));

    assertEquals(List.of(FINE, ASKING), run.passed());
    assertTrue(run.output().contains("Pacts in " + Path.of("src").toAbsolutePath()), run::output);
  }

  @Test
  void failsWithoutPacts(@TempDir Path folder) throws IOException {
    PactRun absent = withFolder(folder.resolve("absent"));
    assertTrue(absent.message().contains("There is no folder " + folder), absent::message);

    PactRun empty = withFolder(folder);
    assertTrue(empty.message().contains("No interaction with notiflows"), empty::message);

    String ofOthers =
        Files.readString(Path.of("src", "test", "resources", MET, FILE))
            .replace(Json.of("'notiflows'"), Json.of("'notify'"));
    Files.writeString(folder.resolve("others.json"), ofOthers);
    PactRun others = withFolder(folder);
    assertTrue(others.message().contains("No interaction with notiflows"), others::message);
    assertTrue(others.output().contains("others.json: its provider is notify"), others::output);
  }

  private static PactRun withFolder(Path folder) {
    Properties before = (Properties) System.getProperties().clone();
    System.setProperty("pacts.folder", folder.toString());
    System.clearProperty("pacts.base");
    try {
      return PactRun.of(PactIT.class);
    } finally {
      System.setProperties(before);
    }
  }

  @Test
  void theTwoPactsDifferOnlyInTheField() throws IOException {
    JsonNode unmet = pact(UNMET);

    JsonNode body = unmet.at("/interactions/1/response/body");
    ((ObjectNode) body).remove("expires_at");

    assertEquals(pact(MET), unmet);
  }

  private static JsonNode pact(String folder) throws IOException {
    String file = "/" + folder + "/" + FILE;
    try (InputStream in = FailingPactIT.class.getResourceAsStream(file)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
