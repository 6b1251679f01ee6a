package com.notiflows.server.formats;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The formats that the spec names. */
public final class Formats {

  private static final String PUBLIC_HTTPS_URL = "public-https-url";

  /**
   * An authority whose host {@link java.net.URI} does not accept, such as {@code my_host} or {@code
   * bücher.de}.
   */
  private static final Predicate<String> NAMED_HOST =
      Pattern.compile("(?:[^@]*+@)?[^@:\\[\\]]++(?::\\d*+)?").asMatchPredicate();

  private Formats() {}

  /** The requirement of a format, for people. */
  public static String expected(String format) {
    return switch (format) {
      case "email" -> "must be an e-mail address";
      case "http-url" -> "must be an http or https URL";
      case "bcp47" -> "must be a BCP 47 language tag, such as en-US";
      case "date-time" ->
          "must be a date or a time in ISO 8601 format, such as 2026-11-01T00:00:00Z";
      case "iana-timezone" ->
          "must be the name of a time zone in the IANA database, such as Europe/Berlin";
      case PUBLIC_HTTPS_URL ->
          "must be an https URL of the public Internet, on port 443 or 8443, without user-info and"
              + " fragment";
      default -> "has the wrong format";
    };
  }

  /** All formats. */
  public static List<Format> all() {
    return List.of(
        format(PUBLIC_HTTPS_URL, PublicAddress::isOne),
        format("email", EmailAddress::isOne),
        format("http-url", Formats::isHttpUrl),
        format("bcp47", LanguageTag::isWellFormed),
        format("iana-timezone", TimeZones::contains),
        format("date-time", text -> DateTimes.parse(text).isPresent()));
  }

  /** The server never calls these URLs, so any host is accepted. */
  private static boolean isHttpUrl(String text) {
    try {
      URI uri = new URI(text);
      String authority = uri.getRawAuthority();
      return (uri.getHost() != null || (authority != null && NAMED_HOST.test(authority)))
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Format format(String name, Predicate<String> test) {
    return new Format() {
      @Override
      public String getName() {
        return name;
      }

      @Override
      public boolean matches(ExecutionContext context, String value) {
        return test.test(value);
      }
    };
  }
}
