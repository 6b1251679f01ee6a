package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the build of the server made, and fresh folders to try it in. */
final class Artifacts {

  private Artifacts() {}

  static String version() {
    return property("notiflows.version");
  }

  /** The artifact that ends so, such as {@code .war}. */
  static Path file(String ending) {
    Path file = Path.of(property("notiflows.artifacts"), "notiflows-" + version() + ending);
    assertTrue(Files.exists(file), () -> file + " is not there: build server-impl to `package`");
    return file;
  }

  /** An empty folder below {@code target}. */
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
