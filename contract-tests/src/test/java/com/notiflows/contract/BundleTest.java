package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Bundling of the settings schemas of the providers. */
class BundleTest {

  @TempDir private Path folder;
  private SpecFolder spec;

  @BeforeEach
  void copyTheSpec() throws IOException {
    spec = new SpecFolder(folder);
    spec.write("providers/pager.yaml", SpecFolder.PAGER);
  }

  private void pagerHas(String properties) throws IOException {
    spec.write(
        "schemas/settings/PagerSettings.yaml",
        "type: object\ndescription: A pager.\nproperties:\n" + properties);
  }

  @Test
  void addsPropertiesOfANewProviderToTheSharedSchemas() throws IOException {
    pagerHas("  pager_number: {type: string, description: Its number.}\n");

    JsonNode schemas = spec.bundle("openapi.json").at("/components/schemas");

    for (String name : new String[] {"WrittenSettings", "StoredSettings"}) {
      JsonNode schema = schemas.path(name);
      assertEquals("string", schema.at("/properties/pager_number/type").asText(), name);
      assertTrue(
          schema.path("description").asText().contains("* `pager`: optionally `pager_number`"),
          name);
    }
    assertFalse(schemas.has("PagerSettings"), "only the server needs it");
  }

  @Test
  void acceptsAPropertyThatTwoProvidersReference() throws IOException {
    pagerHas("  slack_user_id: {$ref: OpaqueId.yaml}\n");

    JsonNode settings = spec.bundle("openapi.json").at("/components/schemas/WrittenSettings");

    assertEquals(
        "#/components/schemas/OpaqueId", settings.at("/properties/slack_user_id/$ref").asText());
  }

  @Test
  void acceptsAPropertyThatTwoProvidersDefineIdentically() throws IOException {
    String shape = Files.readString(folder.resolve("openapi/schemas/settings/OpaqueId.yaml"));
    spec.write("schemas/settings/SameId.yaml", shape);
    pagerHas("  slack_user_id: {$ref: SameId.yaml}\n");

    JsonNode settings = spec.bundle("openapi.json").at("/components/schemas/WrittenSettings");

    assertTrue(settings.path("properties").has("slack_user_id"));
  }

  @Test
  void rejectsAPropertyThatTwoProvidersDefineDifferently() throws IOException {
    pagerHas("  slack_user_id: {type: integer, description: A number.}\n");

    Exception thrown =
        assertThrows(IllegalArgumentException.class, () -> spec.bundle("openapi.json"));

    String message = thrown.getMessage();
    assertTrue(
        message.startsWith("The providers pager and slack define 'slack_user_id' in settings."),
        message);
    assertTrue(message.endsWith("Use the same schema in both, or another name."), message);
  }

  @Test
  void writesTheSameDocumentAsYamlAndJson() throws IOException {
    pagerHas("  pager_number: {type: string, description: Its number.}\n");

    JsonNode json = spec.bundle("openapi.json");

    String yaml = Files.readString(folder.resolve("target/openapi.yaml"));
    assertEquals(json, new ObjectMapper().valueToTree(new Yaml().load(yaml)));
    assertTrue(
        yaml.chars().noneMatch(c -> c == '\u2028' || c == '\u2029'), "no line breaks of YAML 1.1");
  }
}
