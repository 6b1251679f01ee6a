package com.notiflows.benchmark.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that executes orders one by one, see {@link WorkerLoop}. It is stopped with this one.
 *
 * @param <O> the type of its orders
 * @param <R> the type of its results
 */
public final class Worker<O, R> implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Class<R> resultType;
  private final Process process;
  private final Writer orders;
  private final BufferedReader results;
  private final Path log;

  private Worker(Class<R> resultType, Process process, Path log) {
    this.resultType = resultType;
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.results = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param classPath the class path in addition to the benchmark's own classes
   * @param environment added to this process's environment
   * @param log receives its standard error
   */
  public static <O, R> Worker<O, R> start(
      Class<?> main,
      Class<R> resultType,
      String classPath,
      Map<String, String> environment,
      Path log)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC", // few threads besides the workers
            "-cp",
            classPath,
            main.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new Worker<>(resultType, builder.start(), log);
  }

  /** A class path of the benchmark's own classes, followed by others. */
  public static String ownClassesAnd(String others) {
    return System.getProperty("java.class.path").split(File.pathSeparator, 2)[0]
        + File.pathSeparator
        + others;
  }

  /** Sends an order. The next {@link #result} returns its result. */
  public void order(O order) throws IOException {
    orders.write(JSON.writeValueAsString(order) + "\n");
    orders.flush();
  }

  /** Waits for the result of the last order. */
  public R result() throws IOException {
    String line = results.readLine();
    if (line == null) {
      throw new IOException("A worker failed:\n" + Files.readString(log));
    }
    return JSON.readValue(line, resultType);
  }

  /** Sends an order and waits for its result. */
  public R run(O order) throws IOException {
    order(order);
    return result();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
