package com.notiflows.server.cli;

import com.notiflows.server.problem.AdministrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key in a file. */
final class KeyFile {

  private static final long MOST_BYTES = 64 * 1024;

  private KeyFile() {}

  static String read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new AdministrationException("The file " + file + " is too large to hold a key.");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new AdministrationException("The file " + file + " can't be read.");
    }
  }
}
