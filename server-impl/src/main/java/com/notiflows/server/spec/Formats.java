package com.notiflows.server.spec;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.EmailValidator;

/** The formats that the spec names, each judged by a library made for it. */
final class Formats {

  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
  private static final EmailValidator EMAILS = EmailValidator.getInstance();

  /** Zones of the database, not the abbreviations and offsets that Java knows besides. */
  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

  private static final Pattern TIME =
      Pattern.compile("[^Tt]+[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");

  private static final String PUBLIC_HTTPS_URL = "public-https-url";

  private Formats() {}

  /** What a text of that format has to be, for people. */
  static String expected(String format) {
    return switch (format) {
      case "email" -> "must be an e-mail address";
      case "e164" -> "must be a phone number as E.164 has it, such as +14155552671";
      case "http-url" -> "must be an http or https URL";
      case "bcp47" -> "must be a language tag as BCP 47 has it, such as en-US";
      case "date-time" -> "must be a time as RFC 3339 has it, such as 2026-11-01T00:00:00Z";
      case "iana-timezone" -> "must be a time zone of the IANA database, such as Europe/Berlin";
      case PUBLIC_HTTPS_URL ->
          "must be an https URL of the public Internet, on port 443 or 8443, without user-info and"
              + " fragment";
      default -> "has the wrong format";
    };
  }

  /** All formats; the resolver tells where the names in addresses lead. */
  static List<Format> all(HostResolver resolver) {
    return List.of(
        format(PUBLIC_HTTPS_URL, new PublicAddress(resolver)::isOne),
        format("email", EMAILS::isValid),
        format("e164", Formats::isE164),
        format("http-url", Formats::isHttpUrl),
        format("bcp47", Formats::isLanguageTag),
        format("iana-timezone", ZONES::contains),
        format("date-time", Formats::isTime));
  }

  private static boolean isE164(String text) {
    try {
      var number = PHONES.parse(text, "ZZ");
      return PHONES.isPossibleNumber(number)
          && PHONES.format(number, PhoneNumberFormat.E164).equals(text);
    } catch (NumberParseException e) {
      return false;
    }
  }

  /** It is never called, so it may lead anywhere, into a network of one's own too. */
  private static boolean isHttpUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isLanguageTag(String text) {
    try {
      return !new Locale.Builder().setLanguageTag(text).build().getLanguage().isEmpty();
    } catch (IllformedLocaleException e) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    if (!TIME.matcher(text).matches()) {
      return false; // Java would take some of these
    }
    try {
      int year = OffsetDateTime.parse(text).getYear();
      return year >= 0 && year <= 9999;
    } catch (DateTimeParseException e) {
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
