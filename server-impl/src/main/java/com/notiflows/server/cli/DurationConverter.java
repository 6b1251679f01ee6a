package com.notiflows.server.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 7d}, {@code 12h} or {@code 90s}, and those of ISO 8601. */
final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String start = upper.startsWith("P") ? "" : upper.endsWith("D") ? "P" : "PT";
    try {
      return Duration.parse(start + upper);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is no duration, such as 7d, 12h, 30m or P1DT12H");
    }
  }
}
