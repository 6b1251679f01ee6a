package com.notiflows.server.formats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names in the IANA time zone database, from a bundled list. The list of the JVM may be
 * outdated, lacks some names and has others that are not in the database.
 */
final class TimeZones {

  private static final String LIST = "time-zones.txt";
  private static final Set<String> NAMES = read();

  private TimeZones() {}

  /** Whether the text is the name of a zone or of a link, spelled as in the database. */
  static boolean contains(String text) {
    return NAMES.contains(text);
  }

  private static Set<String> read() {
    InputStream list = TimeZones.class.getResourceAsStream(LIST);
    if (list == null) {
      throw new IllegalStateException(LIST + " is not on the class path");
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(list, StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(LIST + " can't be read", e);
    }
  }
}
