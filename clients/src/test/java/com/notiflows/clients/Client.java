package com.notiflows.clients;

import com.notiflows.server.embedded.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder with a script {@code run}, which generates, compiles and runs a client. */
record Client(String name) {

  /** The folder of generated and built files. */
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int TAIL = 40;
  private static final Pattern COLOR = Pattern.compile("\\u001B\\[[0-9;]*m");

  /** The result of a script. */
  record Run(int exitCode, String output, long seconds) {

    /** The end of its output. A file contains all of it. */
    String tail() {
      List<String> lines = output.lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }

    /** The lines of the output that start with a word. */
    List<String> linesOf(String word) {
      return output.lines().filter(line -> line.startsWith(word + " ")).toList();
    }
  }

  /**
   * The clients that a property names.
   *
   * @param names folders, separated by commas, or {@code all}
   */
  static List<Client> chosen(String names) {
    List<String> all = folders();
    List<String> chosen =
        names.equals("all")
            ? all
            : Arrays.stream(names.split(",")).filter(name -> !name.isBlank()).toList();
    if (!all.containsAll(chosen)) {
      throw new IllegalArgumentException("Unknown client in " + chosen + ". Choose from " + all);
    }
    return chosen.stream().map(Client::new).toList();
  }

  /** The folder of the files that the script creates. */
  Path target() {
    return TARGET.resolve(name);
  }

  /** The folder of hand-written files. */
  Path folder() {
    return Path.of(name);
  }

  /** Runs the script in its folder. Its environment contains all other settings. */
  Run run(Path document, Map<String, String> server) throws IOException {
    Path target = target();
    Folders.delete(target);
    Files.createDirectories(target);
    Path log = TARGET.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "./run")
            .directory(folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(server);
    builder.environment().put("NOTIFLOWS_CLIENT", name);
    builder.environment().put("SPEC", document.toString());
    builder.environment().put("TARGET", TARGET.toString());
    builder.environment().put("CLIENT_TARGET", target.toString());
    builder.environment().put("MVN", System.getProperty("mvn"));
    long start = System.nanoTime();
    int code = exitCode(builder.start());
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    String output = COLOR.matcher(Files.readString(log)).replaceAll("");
    return new Run(code, output, taken.toSeconds());
  }

  private static int exitCode(Process process) {
    try {
      if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new IllegalStateException("Still running after " + LIMIT);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static List<String> folders() {
    try (Stream<Path> folders = Files.list(Path.of(""))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("run")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
