package com.notiflows.contract;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the processes of a test run record in files, for the tests that run after all others. Maven
 * removes the files before a run.
 */
enum RunRecord {

  /** Operations and statuses of all responses, such as {@code updateUserChannelSettings 200}. */
  RESPONSES,
  /** All log messages of the servers in test processes. */
  LOG,
  /** Error bodies, metrics, traces, names of threads, command lines and logs of processes. */
  OUTPUT,
  /** The confidential values of all requests. */
  CONFIDENTIAL;

  private static final Path FOLDER = Path.of("target", "run-record");

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Adds a line, unless this process has added it before. */
  void addOnce(String line) {
    if (known.add(line)) {
      add(line);
    }
  }

  synchronized void add(String line) {
    String fork = System.getProperty("notiflows.process", "process");
    try {
      Path file = Files.createDirectories(FOLDER).resolve(name() + "-" + fork + ".txt");
      Files.writeString(file, line + "\n", CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of all processes. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(name())).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
