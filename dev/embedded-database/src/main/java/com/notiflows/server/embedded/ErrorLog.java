package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a server log that belongs to one start. It begins at {@code offset}. */
record ErrorLog(Path file, long offset) {

  private static final int QUOTED_LINES = 6;
  private static final Pattern PROBLEM = Pattern.compile("\\berror\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("error while loading shared libraries: (\\S+):");

  /** The log from its current end on. */
  static ErrorLog from(Path file) {
    try {
      return new ErrorLog(file, Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot read " + file, e);
    }
  }

  /** An exception with the path of the log, its last lines and, if known, advice. */
  EmbeddedDatabaseException failure(String headline) {
    List<String> lines = lines();
    return new EmbeddedDatabaseException(
        headline
            + advice(lines)
            + ". Its log "
            + file
            + (lines.isEmpty() ? " says nothing" : " ends with:\n  ")
            + String.join("\n  ", quoted(lines)));
  }

  private static List<String> quoted(List<String> lines) {
    List<String> problems = lines.stream().filter(line -> PROBLEM.matcher(line).find()).toList();
    List<String> chosen = problems.isEmpty() ? lines : problems;
    return chosen.subList(Math.max(0, chosen.size() - QUOTED_LINES), chosen.size());
  }

  private static String advice(List<String> lines) {
    Matcher missing = MISSING_LIBRARY.matcher(String.join("\n", lines));
    return missing.find()
        ? ": this machine lacks " + missing.group(1) + " (Debian: apt-get install libaio1 libnuma1)"
        : "";
  }

  private List<String> lines() {
    try {
      byte[] all = Files.readAllBytes(file);
      int from = (int) Math.min(offset, all.length);
      String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\\R")).filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("the database failed and its log is unreadable", e);
    }
  }
}
