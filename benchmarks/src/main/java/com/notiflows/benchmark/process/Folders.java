package com.notiflows.benchmark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@link Files} lacks. */
public final class Folders {

  private Folders() {}

  /** Creates a folder, or deletes what is in it. */
  public static Path empty(Path folder) throws IOException {
    com.notiflows.server.embedded.Folders.delete(folder);
    return Files.createDirectories(folder);
  }
}
