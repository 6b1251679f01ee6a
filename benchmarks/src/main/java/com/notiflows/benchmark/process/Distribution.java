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

  /** Unpacks an archive into an empty folder, and prepares it as the guide for deployment says. */
  public static Distribution install(Path archive, Path folder)
      throws IOException, InterruptedException {
    run(folder, List.of("tar", "xzf", archive.toAbsolutePath().toString()));
    try (Stream<Path> unpacked = Files.list(folder)) {
      Distribution installed = new Distribution(unpacked.findFirst().orElseThrow());
      run(folder, List.of(installed.command().toString(), "archive"));
      return installed;
    }
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("This fails: " + String.join(" ", command));
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
