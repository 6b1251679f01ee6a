package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Follows docs/contracts.md as teams with other languages do: their tests write a pact, and their
 * verifier verifies it against the demo server. Only the profile {@code consumers} runs this.
 */
class ConsumersInOtherLanguages {

  private static final long LIMIT_SECONDS = 300;

  private static DemoProcess demo;

  @BeforeAll
  static void start() {
    demo = DemoProcess.start();
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  void javascript() throws IOException {
    Path folder = copyOf("javascript");
    run(folder, "npm", "install");
    run(folder, "npm", "test");

    String output = run(folder, "npm", "run", "verify");

    assertVerified(
        output,
        "news-app",
        "a request for device tokens",
        "a request of a user",
        "a request with an expired key");
  }

  @Test
  void python() throws IOException {
    Path folder = copyOf("python");
    run(folder, "python3", "-m", "venv", "venv");
    run(folder, "venv/bin/pip", "install", "-q", "-r", "requirements.txt");
    run(folder, "venv/bin/python", "-m", "unittest");

    String output = run(folder, "venv/bin/python", "verify.py");

    String[] expected = {"nightly-job", "a request for a user", "two devices where one is allowed"};
    assertVerified(output, expected);
    String pact = Files.readString(folder.resolve("pacts/nightly-job-notiflows.json"));
    try (FakeBroker broker = new FakeBroker(pact);
        Child verifier =
            start(
                folder,
                Map.of("PACT_BROKER_BASE_URL", broker.url()),
                "venv/bin/python",
                "verify.py")) {
      assertEquals(0, verifier.exit(LIMIT_SECONDS), () -> verifier.out() + verifier.err());
      assertVerified(verifier.out() + verifier.err(), expected);
      assertTrue(broker.requests().contains("GET /pact"), broker.requests()::toString);
    }
  }

  @Test
  void failsForAViolatedPact() throws IOException {
    Path folder = copyOf("javascript");
    run(folder, "npm", "install");
    Path pacts = Files.createDirectories(folder.resolve("pacts"));
    Files.copy(
        Path.of("src/test/resources/example-pacts/unmet/expiry-sweeper-notiflows.json"),
        pacts.resolve("expiry-sweeper-notiflows.json"));

    try (Child verifier = start(folder, Map.of(), "npm", "run", "verify")) {
      assertEquals(1, verifier.exit(LIMIT_SECONDS), () -> verifier.out() + verifier.err());
      String output = verifier.out() + verifier.err();
      assertTrue(output.contains("expires_at"), output);
    }
  }

  private static Path copyOf(String language) throws IOException {
    Path target = Artifacts.freshFolder("consumer-" + language);
    try (Stream<Path> files = Files.list(Path.of("consumers", language))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  private static String run(Path folder, String... command) {
    try (Child child = start(folder, Map.of(), command)) {
      assertEquals(0, child.exit(LIMIT_SECONDS), () -> child.out() + child.err());
      return child.out() + child.err();
    }
  }

  private static Child start(Path folder, Map<String, String> settings, String... command) {
    Map<String, String> environment = new TreeMap<>(settings);
    environment.put("NOTIFLOWS_URL", "http://127.0.0.1:" + demo.port());
    environment.put("NOTIFLOWS_STATES_URL", demo.states().url());
    environment.put("PACT_DO_NOT_TRACK", "true");
    return Child.start(folder, environment, List.of(command));
  }

  private static void assertVerified(String output, String... names) {
    for (String name : names) {
      assertTrue(output.contains(name), output);
    }
  }
}
