package com.notiflows.benchmark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The server as it is shipped, unpacked.
 *
 * @param home the folder with {@code bin} and {@code lib}
 */
public record Distribution(Path home) {

  /** Unpacks an archive into an empty folder. */
  public static Distribution unpack(Path archive, Path folder)
      throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(List.of("tar", "xzf", archive.toAbsolutePath().toString()))
            .directory(folder.toFile())
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("Can't unpack " + archive);
    }
    try (Stream<Path> unpacked = Files.list(folder)) {
      return new Distribution(unpacked.findFirst().orElseThrow());
    }
  }

  /** The program that runs the server and its command line. */
  public Path command() {
    return home.resolve("bin/notiflows");
  }

  /** The class path of the distribution. */
  public String classPath() {
    return home.resolve("lib") + "/*";
  }
}
