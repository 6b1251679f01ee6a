package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.app.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Runs admin commands in this process. */
final class CommandLineRun {

  private final Map<String, String> environment;

  CommandLineRun(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs a command that must succeed and returns its standard output. */
  String run(Object... arguments) {
    return runExpecting(0, arguments);
  }

  /** Runs a command and checks its exit code. Returns standard error unless the code is 0. */
  String runExpecting(int code, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int actual = execute(out, err, arguments);
    assertEquals(code, actual, () -> out + "" + err);
    return code == 0 ? out.toString() : err.toString();
  }

  /** Runs a command and returns its exit code. */
  int exitCode(Object... arguments) {
    return execute(new StringWriter(), new StringWriter(), arguments);
  }

  private int execute(StringWriter out, StringWriter err, Object... arguments) {
    return Main.commandLine(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  JsonNode json(Object... arguments) {
    String text = run(arguments);
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Not JSON: " + text, e);
    }
  }

  /** Writes the text to a temporary file and returns its path. */
  String file(String text) {
    try {
      Path file = Files.createTempFile(Path.of("target"), "cli", ".txt");
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
