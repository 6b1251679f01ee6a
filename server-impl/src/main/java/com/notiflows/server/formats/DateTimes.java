package com.notiflows.server.formats;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads all dates and times of callers: RFC 3339, and further formats of ISO 8601 for calendar
 * dates.
 *
 * <ul>
 *   <li>A date without time is the start of the day. A time without offset is in UTC. Seconds and
 *       the separators of date, time and offset are optional.
 *   <li>Fractions of a second may have any length. They are truncated to microseconds.
 *   <li>A leap second (23:59:60 in UTC) becomes the last microsecond of its minute.
 *   <li>An offset is less than 24 hours. The year in UTC is from 0000 to 9999.
 * </ul>
 */
public final class DateTimes {

  private static final String OFFSET = "([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?";

  private static final Pattern EXTENDED =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)"
              + "(?:[Tt ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d++))?)?"
              + OFFSET
              + ")?");

  private static final Pattern BASIC =
      Pattern.compile(
          "(\\d{4})(\\d\\d)(\\d\\d)"
              + "(?:[Tt](\\d\\d)(\\d\\d)(?:(\\d\\d)(?:[.,](\\d++))?)?"
              + OFFSET
              + ")?");

  private static final int LEAP_SECOND = 60;
  private static final int LAST_HOUR = 23;
  private static final int LAST_MINUTE = 59;
  private static final int LAST_SECOND = 59;
  private static final int MICROSECOND_DIGITS = 6;
  private static final int LAST_MICROSECOND = 999_999;
  private static final int LAST_YEAR = 9999;

  private DateTimes() {}

  /** Parses a time with microsecond precision; empty if the text is invalid. */
  public static Optional<Instant> parse(String text) {
    Matcher matcher = EXTENDED.matcher(text);
    if (!matcher.matches()) {
      matcher = BASIC.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
    }
    try {
      return read(matcher);
    } catch (DateTimeException e) {
      return Optional.empty(); // no such day, hour or minute
    }
  }

  private static Optional<Instant> read(Matcher text) {
    LocalDate date = LocalDate.of(number(text, 1), number(text, 2), number(text, 3));
    int hour = number(text, 4);
    int minute = number(text, 5);
    int second = number(text, 6);
    int micros = micros(text.group(7));
    boolean isLeap = second == LEAP_SECOND;
    boolean isEndOfDay = hour == LAST_HOUR + 1 && minute == 0 && second == 0 && micros == 0;
    LocalTime time =
        LocalTime.of(isEndOfDay ? 0 : hour, minute, isLeap ? LAST_SECOND : second)
            .plus(isLeap ? LAST_MICROSECOND : micros, ChronoUnit.MICROS);
    LocalDateTime local = date.plusDays(isEndOfDay ? 1 : 0).atTime(time);
    OffsetDateTime utc = local.minusMinutes(offsetMinutes(text.group(8))).atOffset(ZoneOffset.UTC);
    boolean isWrongLeap = isLeap && (utc.getHour() != LAST_HOUR || utc.getMinute() != LAST_MINUTE);
    return isWrongLeap || utc.getYear() < 0 || utc.getYear() > LAST_YEAR
        ? Optional.empty()
        : Optional.of(utc.toInstant());
  }

  private static int number(Matcher text, int group) {
    String digits = text.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int micros(@Nullable String digits) {
    if (digits == null) {
      return 0;
    }
    String kept =
        digits.length() > MICROSECOND_DIGITS ? digits.substring(0, MICROSECOND_DIGITS) : digits;
    int micros = Integer.parseInt(kept);
    for (int i = kept.length(); i < MICROSECOND_DIGITS; i++) {
      micros *= 10;
    }
    return micros;
  }

  /** Offsets of Java have at most 18 hours. */
  private static int offsetMinutes(@Nullable String offset) {
    if (offset == null || offset.equalsIgnoreCase("z")) {
      return 0;
    }
    String digits = offset.substring(1).replace(":", "");
    LocalTime size =
        LocalTime.of(
            Integer.parseInt(digits.substring(0, 2)),
            digits.length() == 2 ? 0 : Integer.parseInt(digits.substring(2)));
    int minutes = size.getHour() * 60 + size.getMinute();
    return offset.startsWith("-") ? -minutes : minutes;
  }
}
