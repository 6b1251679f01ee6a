package com.notiflows.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares generated models with the schemas, for a language that has no compiler here. The file
 * {@code models} of the client names their folder and their extension.
 */
record Inspection(int models, int properties) {

  /** Whether a client is only inspected. */
  static boolean isFor(Client client) {
    return Files.exists(client.folder().resolve("models"));
  }

  /** Finds each property of each schema in the model of that name, or fails. */
  static Inspection of(Client client, JsonNode schemas) throws IOException {
    String[] place = Files.readString(client.folder().resolve("models")).trim().split(" ");
    Path folder = client.target().resolve(place[0]);
    int models = 0;
    int properties = 0;
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      JsonNode names = schema.getValue().path("properties");
      if (names.isEmpty()) {
        continue;
      }
      String code = model(folder, schema.getKey(), place[1]);
      models++;
      for (Map.Entry<String, JsonNode> name : names.properties()) {
        properties++;
        if (!code.contains('"' + name.getKey() + '"')
            && !code.matches("(?s).*\\bcase " + name.getKey() + "\\b.*")) {
          missing.add(schema.getKey() + "." + name.getKey());
        }
      }
    }
    assertEquals(List.of(), missing, () -> client.name() + " lacks properties");
    assertTrue(models > 0, () -> client.name() + " has no models");
    return new Inspection(models, properties);
  }

  private static String model(Path folder, String schema, String extension) throws IOException {
    Path plain = folder.resolve(schema + extension);
    return Files.readString(
        Files.exists(plain) ? plain : folder.resolve("Model" + schema + extension));
  }
}
