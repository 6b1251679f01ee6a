package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new provider needs a file in the spec, perhaps a settings schema, and no Java code. */
class NewProviderIT {

  private static final String SHAPE =
      """
      type: object
      description: Where to reach a user's pager.
      required: [pager_number]
      additionalProperties: false
      properties:
        pager_number:
          type: string
          minLength: 3
          maxLength: 12
          pattern: '^[0-9]+$'
          example: "555123"
      """;

  @TempDir private Path folder;

  @Test
  void servesAProviderThatIsDefinedOnlyInTheSpec() throws IOException {
    SpecFolder source = new SpecFolder(folder);
    source.write("providers/pager.yaml", SpecFolder.PAGER);
    source.write("schemas/settings/PagerSettings.yaml", SHAPE);
    JsonNode document = source.bundle("openapi-server.json");
    BundledSpec spec = BundledSpec.of(document);
    Projects projects = new Projects(spec);
    Projects.Tenant tenant = projects.create("pagers");
    UUID channel = projects.channel(tenant, "pager");
    projects.user(tenant, "u");
    try (Components components = TestServer.get().components(spec);
        NotiflowsServer server = TestServer.start(components)) {
      use(new Wire(server.port()), tenant, settingsOf("u", channel));
    }
  }

  private static void use(Wire wire, Projects.Tenant tenant, String path) {
    String good = Json.of("{'settings':{'pager_number':'555123'}}");
    Answer stored = wire.raw(text(tenant.put(path, good))).expect(200);
    assertEquals("pager", stored.json().path("provider").asText());
    assertEquals(stored.body(), wire.raw(text(tenant.request("GET", path))).expect(200).body());
    Answer bad = wire.raw(text(tenant.put(path, Json.of("{'settings':{'pager_number':'x'}}"))));
    assertEquals(List.of("settings.pager_number too_short"), bad.expect(422).violations());
    Answer other = wire.raw(text(tenant.put(path, Json.deviceTokens())));
    assertEquals(
        List.of("settings.pager_number required", "settings.device_tokens wrong_provider"),
        other.expect(422).violations());
  }

  private static String text(Request request) {
    return new String(request.head(), java.nio.charset.StandardCharsets.UTF_8)
        + new String(request.body(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
