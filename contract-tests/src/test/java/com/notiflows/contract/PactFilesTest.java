package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import au.com.dius.pact.provider.junitsupport.State;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pact passes over a file in silence when its name or its provider is misspelled. */
class PactFilesTest {

  @Test
  void everyFileIsAPactWithThisServer() throws IOException {
    for (Path file : files()) {
      assertTrue(file.toString().endsWith(".json"), () -> "Not read by Pact: " + file);
      JsonNode pact = new ObjectMapper().readTree(file.toFile());
      assertEquals(
          PactVerification.PROVIDER, pact.at("/provider/name").asText(), () -> "In " + file);
      assertTrue(!pact.path("interactions").isEmpty(), () -> "No interactions: " + file);
    }
  }

  @Test
  void everyStateIsInTheDocument() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "contracts.md"));
    for (Method method : ProviderStates.class.getMethods()) {
      State state = method.getAnnotation(State.class);
      if (state != null) {
        String name = "`" + state.value()[0] + "`";
        assertTrue(document.contains(name), () -> "Not in contracts.md: " + name);
      }
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("pacts"))) {
      return files.toList();
    }
  }
}
