package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A child process. It is killed at the latest when the tests end. */
public final class Child implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a process.
   *
   * @param settings environment variables; inherited {@code NOTIFLOWS_} variables are removed
   */
  public static Child start(Path folder, Map<String, String> settings, List<String> command) {
    try {
      Path out = Files.createTempFile(folder, "out", ".log");
      Path err = Files.createTempFile(folder, "err", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("NOTIFLOWS_"));
      builder.environment().putAll(settings);
      Process process = builder.start();
      RunRecord.OUTPUT.addOnce(String.join(" ", command));
      killAtTheEnd(process);
      return new Child(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void killAtTheEnd(Process process) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    } catch (IllegalStateException e) { // the tests are being stopped
      process.destroyForcibly();
      throw e;
    }
  }

  /** Waits until standard error matches. */
  public Matcher await(String pattern) {
    return await(pattern, this::err);
  }

  /** Waits until standard output matches. */
  Matcher awaitOut(String pattern) {
    return await(pattern, this::out);
  }

  private Matcher await(String pattern, Supplier<String> written) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    Pattern wanted = Pattern.compile(pattern);
    while (System.nanoTime() < end) {
      boolean alive = process.isAlive();
      Matcher found = wanted.matcher(written.get());
      if (found.find()) {
        return found;
      }
      if (!alive) {
        break;
      }
      pause();
    }
    return fail("No output matches " + pattern + ":\n" + out() + err());
  }

  public long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL and waits for the end of the process. */
  public void kill() {
    process.destroyForcibly();
    exit();
    recordErrors();
  }

  /** Waits for the end of the process and returns its exit code. */
  public int exit(long limitSeconds) {
    try {
      assertTrue(process.waitFor(limitSeconds, TimeUnit.SECONDS), () -> "Still running:\n" + err());
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int exit() {
    return exit(LIMIT_SECONDS);
  }

  String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    recordErrors();
  }

  /** For {@link LogsIT}, unless the folder is deleted already. */
  private void recordErrors() {
    if (Files.exists(err)) {
      RunRecord.OUTPUT.add(err());
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
