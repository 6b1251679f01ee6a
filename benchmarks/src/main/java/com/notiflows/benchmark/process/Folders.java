package com.notiflows.benchmark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates empty folders. */
public final class Folders {

  private Folders() {}

  /** Creates a folder, or deletes its content. */
  public static Path empty(Path folder) throws IOException {
    com.notiflows.server.embedded.Folders.delete(folder);
    return Files.createDirectories(folder);
  }
}
