package com.notiflows.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the spec's files that a test can change and bundle. */
final class SpecFolder {

  /** A provider that the spec does not have. */
  static final String PAGER =
      """
      name: pager
      channel_type: pager
      description: A pager of the last century
      settings:
        written: {$ref: ../schemas/settings/PagerSettings.yaml}
        stored: {$ref: ../schemas/settings/PagerSettings.yaml}
      """;

  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

  private final Path source;
  private final Path target;

  SpecFolder(Path folder) throws IOException {
    this.source = folder.resolve("openapi");
    this.target = folder.resolve("target");
    Path original = PROJECT.resolve("openapi");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, source.resolve(original.relativize(file).toString()));
      }
    }
  }

  /** Adds or replaces a file, such as {@code providers/pager.yaml}. */
  void write(String file, String text) throws IOException {
    Files.writeString(source.resolve(file), text);
  }

  /** Bundles the files and returns one of the bundled documents. */
  JsonNode bundle(String document) throws IOException {
    Binding binding = new Binding();
    binding.setVariable("source", source.toFile());
    binding.setVariable("target", target.toFile());
    new GroovyShell(binding).evaluate(PROJECT.resolve("api-spec/bundle.groovy").toFile());
    return new ObjectMapper().readTree(target.resolve(document).toFile());
  }
}
