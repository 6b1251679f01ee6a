package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.demo.states.ProviderStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pact skips files with a wrong extension or provider without an error; this test finds them. */
class PactFilesTest {

  @Test
  void allFilesArePactsWithThisServer() throws IOException {
    for (Path file : files()) {
      assertTrue(file.toString().endsWith(".json"), () -> "Not read by Pact: " + file);
      JsonNode pact = new ObjectMapper().readTree(file.toFile());
      assertEquals(
          PactVerification.PROVIDER, pact.at("/provider/name").asText(), () -> "In " + file);
      assertTrue(!pact.path("interactions").isEmpty(), () -> "No interactions: " + file);
    }
  }

  @Test
  void theTableOfStatesIsUpToDate() throws IOException {
    List<String> documented;
    try (Stream<String> lines = Files.lines(Path.of("..", "docs", "contracts.md"))) {
      documented =
          lines
              .dropWhile(line -> !line.startsWith("| state |"))
              .skip(2)
              .takeWhile(line -> line.startsWith("|"))
              .toList();
    }
    assertEquals(
        String.join("\n", ProviderStates.table()),
        String.join("\n", documented),
        "Copy the expected table into docs/contracts.md");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("pacts"))) {
      return files.toList();
    }
  }
}
