package com.notiflows.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Generates each chosen client from the document that the server serves, compiles it, and runs its
 * round trip against that server. {@code docs/clients.md} describes the round trip.
 */
class RoundTripsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The line that a client prints after each successful step. */
  private static final List<String> STEPS =
      Stream.of(
              "apns", "slack", "webhook", "patch", "bulk", "page", "not_found", "validation_failed")
          .map(step -> "ok " + step)
          .toList();

  private static ProductServer server;
  private static Path document;

  @BeforeAll
  static void serve() throws IOException {
    server = ProductServer.start();
    document = Path.of("target", "openapi.yaml").toAbsolutePath();
    Files.writeString(document, server.get("/openapi.yaml"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  List<DynamicTest> everyChosenClientMakesItsRoundTrip() {
    List<Client> chosen = Client.chosen(System.getProperty("clients"));
    assertFalse(chosen.isEmpty(), "No client was chosen: set -Dclients=NAME,… or -Dclients=all");
    return chosen.stream()
        .map(client -> DynamicTest.dynamicTest(client.name(), () -> roundTrip(client)))
        .toList();
  }

  private static void roundTrip(Client client) throws IOException {
    Client.Run run = client.run(document, server.environment());

    assertEquals(0, run.exitCode(), () -> client.name() + " failed:\n" + run.tail());
    String summary;
    if (Inspection.isFor(client)) {
      JsonNode schemas = JSON.readTree(server.get("/openapi.json")).at("/components/schemas");
      Inspection inspection = Inspection.of(client, schemas);
      summary =
          "not compiled (no compiler here); all %d properties of %d models are there"
              .formatted(inspection.properties(), inspection.models());
    } else {
      assertEquals(STEPS, run.linesOf("ok"), () -> client.name() + " did not do all steps");
      assertStored(client.name());
      summary = "compiles, and makes its round trip of %d steps".formatted(STEPS.size());
    }
    System.out.printf("%-22s %s (%d s)%n", client.name(), summary, run.seconds());
  }

  /** Reads what the client has stored, without generated code. */
  private static void assertStored(String name) throws IOException {
    Map<String, String> hook = Map.of("webhook_url", "https://1.1.1.1/hooks/ann");
    Map<String, Object> slack =
        Map.of("slack_channel_id", "C024BE91L", "slack_user_id", "U024BE7LH");
    assertEquals(
        JSON.valueToTree(
            new TreeMap<>(
                Map.of("apns", tokens(name, "t2", "t3"), "slack", slack, "webhook", hook))),
        settingsOf(name + "-ann"));
    assertEquals(
        JSON.valueToTree(new TreeMap<>(Map.of("apns", tokens(name, "t4"), "webhook", hook))),
        settingsOf(name + "-bob"));
  }

  private static Map<String, Object> tokens(String name, String... tokens) {
    return Map.of("device_tokens", Stream.of(tokens).map(token -> name + "-" + token).toList());
  }

  private static JsonNode settingsOf(String user) throws IOException {
    JsonNode items =
        JSON.readTree(server.get("/admin/users/" + user + "/channel-settings")).path("items");
    assertTrue(items.isArray(), items::toString);
    Map<String, JsonNode> byProvider = new TreeMap<>();
    items.forEach(item -> byProvider.put(item.get("provider").asText(), item.get("settings")));
    return JSON.valueToTree(byProvider);
  }
}
