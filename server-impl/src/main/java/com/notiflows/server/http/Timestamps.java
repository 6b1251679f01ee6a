package com.notiflows.server.http;

import com.notiflows.server.formats.DateTimes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times on the wire: RFC 3339 in UTC with exactly six fractional digits. */
final class Timestamps {

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  static String write(Instant time) {
    return MICROSECONDS.format(time);
  }

  /** Reads a time that fulfils the format {@code date-time} of the spec. */
  static Instant read(String text) {
    return DateTimes.parse(text).orElseThrow();
  }
}
