package com.notiflows.server.config;

import com.notiflows.server.config.ConfigFile.Entry;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Settings by name, from the environment and from the file that {@code NOTIFLOWS_CONFIG} names. The
 * environment takes precedence. An empty value counts as missing.
 */
final class Settings {

  static final String FILE = "NOTIFLOWS_CONFIG";
  private static final String PREFIX = "NOTIFLOWS_";

  private final Map<String, String> environment;
  private final String file;
  private final Map<String, Entry> entries;

  /**
   * Reads the file, if one is named.
   *
   * @param problems receives what is wrong with its lines
   * @throws ConfigException if the file can't be read
   */
  Settings(Map<String, String> environment, List<String> problems) {
    this.environment = environment;
    this.file = environment.getOrDefault(FILE, "");
    this.entries = file.isEmpty() ? Map.of() : ConfigFile.read(file, problems);
    Entry nested = entries.get(FILE);
    if (nested != null) {
      problems.add(ConfigFile.place(file, nested.line()) + ": a file can't name another file");
    }
  }

  /** The value, or empty text. */
  String value(String name) {
    String value = environment.getOrDefault(name, "");
    Entry entry = entries.get(name);
    return value.isEmpty() && entry != null ? entry.value() : value;
  }

  /** The names to check: all of the file, and those of the environment that are meant for us. */
  NavigableSet<String> names() {
    NavigableSet<String> names = new TreeSet<>(entries.keySet());
    environment.keySet().stream().filter(name -> name.startsWith(PREFIX)).forEach(names::add);
    return names;
  }

  /** The name for messages, with the line of the file that sets it, if one does. */
  String label(String name) {
    Entry entry = entries.get(name);
    if (entry == null || !environment.getOrDefault(name, "").isEmpty()) {
      return name;
    }
    return name + " (" + ConfigFile.place(file, entry.line()) + ")";
  }
}
