package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pact that asks for a field which the server doesn't send fails, and only for that reason. */
class FailingPactIT {

  private static final String UNMET = "example-pacts/unmet";
  private static final String MET = "example-pacts/met";
  private static final String FINE = "expiry-sweeper - reads the provider";
  private static final String ASKING = "expiry-sweeper - reads when the settings expire";

  /** Run from here only: the build passes over nested classes. */
  @PactFolder(UNMET)
  static class UnmetPact extends PactVerification {}

  /** The same without the field. */
  @PactFolder(MET)
  static class MetPact extends PactVerification {}

  @Test
  void failsOverAFieldThatIsNotSent() {
    PactRun run = PactRun.of(UnmetPact.class);

    assertEquals(List.of(ASKING), run.failed());
    assertEquals(List.of(FINE), run.passed());
    assertTrue(
        run.message().contains("$ Actual map is missing the following keys: expires_at"),
        run.message());
  }

  @Test
  void passesWithoutTheField() {
    assertEquals(new PactRun(List.of(FINE, ASKING), List.of(), ""), PactRun.of(MetPact.class));
  }

  @Test
  void theTwoPactsDifferInThatFieldOnly() throws IOException {
    JsonNode unmet = pact(UNMET);

    JsonNode body = unmet.at("/interactions/1/response/body");
    ((ObjectNode) body).remove("expires_at");

    assertEquals(pact(MET), unmet);
  }

  private static JsonNode pact(String folder) throws IOException {
    String file = "/" + folder + "/expiry-sweeper-notiflows.json";
    try (InputStream in = FailingPactIT.class.getResourceAsStream(file)) {
      return new ObjectMapper().readTree(in);
    }
  }
}
