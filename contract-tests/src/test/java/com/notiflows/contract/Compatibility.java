package com.notiflows.contract;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.compare.OpenApiDiffOptions;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.model.ChangedOperation;
import org.openapitools.openapidiff.core.output.MarkdownRender;
import org.yaml.snakeyaml.Yaml;

/** Finds breaking changes between two versions of the spec. */
final class Compatibility {

  /** A new provider adds a schema to responses, which is not a breaking change. */
  private static final OpenApiDiffOptions RULES =
      OpenApiDiffOptions.builder()
          .configProperty("incompatible.response.oneof.increased", "false")
          .build();

  private Compatibility() {}

  /**
   * Describes the breaking changes. Empty if there are none or if the major version is higher.
   *
   * @param released the released spec as YAML
   * @param next the new spec as YAML
   */
  static Optional<String> breakingChanges(String released, String next) {
    ChangedOpenApi change =
        OpenApiCompare.fromContents(withNewErrorCodes(released, next), next, List.of(), RULES);
    int before = major(change.getOldSpecOpenApi().getInfo().getVersion());
    int after = major(change.getNewSpecOpenApi().getInfo().getVersion());
    if (change.isCompatible() || after > before) {
      return Optional.empty();
    }
    return Optional.of(String.join("\n", list(change)) + "\n\nAll changes:\n" + all(change));
  }

  /**
   * The released spec with the error codes that the new one adds: callers must accept codes that
   * they don't know, so these break nobody.
   */
  private static String withNewErrorCodes(String released, String next) {
    Yaml yaml = new Yaml();
    Map<String, Object> spec = yaml.load(released);
    List<String> known = errorCodes(spec);
    List<String> now = errorCodes(yaml.load(next));
    if (now.containsAll(known)) {
      known.clear();
      known.addAll(now);
    }
    return yaml.dump(spec);
  }

  @SuppressWarnings("unchecked") // the structure of every OpenAPI document
  private static List<String> errorCodes(Map<String, Object> spec) {
    Object node = spec;
    for (String name : List.of("components", "schemas", "ErrorCode", "enum")) {
      node = ((Map<String, Object>) node).get(name);
    }
    return (List<String>) node;
  }

  private static List<String> list(ChangedOpenApi change) {
    List<String> broken = new ArrayList<>();
    change
        .getMissingEndpoints()
        .forEach(gone -> broken.add(gone.getMethod() + " " + gone.getPathUrl() + " is gone"));
    for (ChangedOperation operation : change.getChangedOperations()) {
      String name = operation.getHttpMethod() + " " + operation.getPathUrl();
      Stream.of(
              operation.getParameters(),
              operation.getRequestBody(),
              operation.getSecurityRequirements())
          .filter(part -> part != null && part.isIncompatible())
          .forEach(part -> broken.add(name + ": " + part.getClass().getSimpleName()));
      if (operation.getApiResponses() != null) {
        operation
            .getApiResponses()
            .getChanged()
            .forEach(
                (status, response) -> {
                  if (response.isIncompatible()) {
                    broken.add(name + ": response " + status);
                  }
                });
      }
    }
    return broken;
  }

  private static String all(ChangedOpenApi change) {
    ByteArrayOutputStream markdown = new ByteArrayOutputStream();
    new MarkdownRender().render(change, new OutputStreamWriter(markdown, StandardCharsets.UTF_8));
    return markdown.toString(StandardCharsets.UTF_8);
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }
}
