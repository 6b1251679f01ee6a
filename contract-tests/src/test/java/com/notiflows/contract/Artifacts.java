package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The artifacts of the server build, and empty folders to run them in. */
final class Artifacts {

  private Artifacts() {}

  static String version() {
    return property("notiflows.version");
  }

  /** The artifact with this suffix, such as {@code .war}. */
  static Path file(String suffix) {
    Path file = Path.of(property("notiflows.artifacts"), "notiflows-" + version() + suffix);
    assertTrue(
        Files.exists(file), () -> file + " is missing: run the phase `package` of server-impl");
    return file;
  }

  /** Creates an empty folder below {@code target}. */
  static Path freshFolder(String name) {
    Path folder = Path.of("target", name).toAbsolutePath();
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    assertNotNull(value, () -> "Maven sets " + name);
    return value;
  }
}
