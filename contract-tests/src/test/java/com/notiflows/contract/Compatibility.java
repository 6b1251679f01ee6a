package com.notiflows.contract;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.MarkdownRender;

/** Whether callers of a released spec can live with another one. */
final class Compatibility {

  private Compatibility() {}

  /**
   * What a change breaks, for people; empty if nothing, or if the major version rose.
   *
   * @param released the spec that callers know, as YAML
   * @param next the spec that is to come, as YAML
   */
  static Optional<String> breaks(String released, String next) {
    ChangedOpenApi change = OpenApiCompare.fromContents(released, next);
    int before = major(change.getOldSpecOpenApi().getInfo().getVersion());
    int after = major(change.getNewSpecOpenApi().getInfo().getVersion());
    if (change.isCompatible() || after > before) {
      return Optional.empty();
    }
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    new MarkdownRender().render(change, new OutputStreamWriter(told, StandardCharsets.UTF_8));
    return Optional.of(told.toString(StandardCharsets.UTF_8));
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }
}
