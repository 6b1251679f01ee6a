package com.notiflows.server.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A configuration file: a line {@code NAME=value} for each setting, empty lines, and comments that
 * start with {@code #}. Values are taken as they are, without blanks around them.
 */
final class ConfigFile {

  /**
   * A setting.
   *
   * @param line 1 for the first line
   */
  record Entry(String value, int line) {

    /** Omits the value because it may be a password. */
    @Override
    public String toString() {
      return "Entry[line=" + line + "]";
    }
  }

  private final Path path;
  private final List<String> problems;
  private final Map<String, Entry> entries = new HashMap<>();

  private ConfigFile(Path path, List<String> problems) {
    this.path = path;
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param problems receives what is wrong with its lines; a problem never quotes a value
   * @throws ConfigException if the file can't be read
   */
  static Map<String, Entry> read(String name, List<String> problems) {
    try {
      ConfigFile file = new ConfigFile(Path.of(name), problems);
      file.parse();
      file.checkReaders();
      return file.entries;
    } catch (IOException | InvalidPathException e) {
      throw unusable(name, TextFile.reason(e));
    }
  }

  private static ConfigException unusable(String name, String reason) {
    return new ConfigException(
        List.of("NOTIFLOWS_CONFIG names the file " + name + ", which can't be read: " + reason));
  }

  private void parse() throws IOException {
    String[] lines = TextFile.lines(path);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        parse(line, i + 1);
      }
    }
  }

  private void parse(String text, int line) {
    int equals = text.indexOf('=');
    String name = text.substring(0, Math.max(equals, 0)).strip();
    String value = text.substring(equals + 1).strip();
    if (!name.matches("[A-Z][A-Z0-9_]{0,63}")) {
      problems.add(place(line) + " must be NAME=value, a comment (#), or empty");
    } else if (entries.containsKey(name)) {
      problems.add(place(line) + " sets " + name + " again");
    } else if (value.matches("\".*\"|'.*'")) {
      problems.add(
          place(line)
              + ": remove the quotes around the value of "
              + name
              + "; they would be part of it");
    } else {
      entries.put(name, new Entry(value, line));
    }
  }

  /** Every user who can read the file knows what is secret in it. */
  private void checkReaders() throws IOException {
    if (hasSecret() && TextFile.isReadableByOthers(path)) {
      problems.add(
          path
              + " contains a password or a key, and every user can read it. Run chmod o-rwx on the file");
    }
  }

  private boolean hasSecret() {
    String url = value("NOTIFLOWS_DB_URL").toLowerCase(Locale.ROOT);
    return !value("NOTIFLOWS_DB_PASSWORD").isEmpty()
        || !value(KeySettings.KEY).isEmpty()
        || url.matches(".*(@|password).*")
        || value(RateSettings.REDIS).contains("@");
  }

  private String value(String name) {
    Entry entry = entries.get(name);
    return entry == null ? "" : entry.value();
  }

  private String place(int line) {
    return place(path.toString(), line);
  }

  /** A line of a file, for messages. */
  static String place(String file, int line) {
    return file + ", line " + line;
  }
}
