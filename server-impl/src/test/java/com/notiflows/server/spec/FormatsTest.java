package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each format accepts and rejects. */
class FormatsTest {

  private static boolean accepts(String format, String text) {
    return Formats.all(name -> List.of()).stream()
        .filter(each -> each.getName().equals(format))
        .findFirst()
        .orElseThrow()
        .matches(null, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@example.com",
        "a@mail.internal",
        "a@printer.local",
        "a@b.test",
        "root@localhost",
        "a@example.newer-than-this-server",
        "a@xn--fiqs8s",
        "first.last+tag@sub.example.co",
        "o'neil@example.com",
        "!#$%&'*+/=?^_`{|}~-@example.com",
        "\"a b@c\"@example.com",
        "\"a\\\"b\"@example.com",
        "a@[127.0.0.1]",
        "a@[IPv6:2001:db8::1]",
        "a@123.example",
        "\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a",
        "a@\u4f8b\u5b50\u3002\u5e7f\u544a",
        "dörte@sörensen.example",
        "\u0905\u091c\u092f@\u0921\u093e\u091f\u093e.\u092d\u093e\u0930\u0924",
        "\uD83D\uDE00@example.com",
        "1234567890123456789012345678901234567890123456789012345678901234@example.com"
      })
  void takesEmailAddressesOfAnyDomain(String text) {
    assertTrue(accepts("email", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "@",
        "a@",
        "@example.com",
        "a@b@example.com",
        "a b@example.com",
        "a@exa mple.com",
        " a@example.com",
        "a@example.com ",
        "a@example.com\n",
        "a\u0000@example.com",
        "a\u00a0b@example.com",
        "a\u0085@example.com",
        "a@example.com\u2028",
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "a@.example.com",
        "a@example..com",
        "a@example.com.",
        "a@-example.com",
        "a@example-.com",
        "a@exa_mple.com",
        "a@127.0.0.1",
        "a@[127.0.0.1",
        "a@[]",
        "<a@example.com>",
        "a@example.com>",
        "a,b@example.com",
        "a:b@example.com",
        "\"a\"b@example.com",
        "\"@example.com",
        "12345678901234567890123456789012345678901234567890123456789012345@example.com",
        "a@1234567890123456789012345678901234567890123456789012345678901234.com",
        "a\ud800@example.com"
      })
  void rejectsWhatIsNoEmailAddress(String text) {
    assertFalse(accepts("email", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "en",
        "EN-us",
        "zh-Hant-TW",
        "und",
        "und-Latn",
        "UND-LATN",
        "x-pirate",
        "X-Pirate",
        "x-a-b-c",
        "i-enochian",
        "I-Enochian",
        "i-default",
        "i-klingon",
        "en-GB-oed",
        "en-gb-OED",
        "sgn-BE-FR",
        "sgn-CH-DE",
        "zh-min-nan",
        "zh-min",
        "art-lojban",
        "cel-gaulish",
        "no-bok",
        "zh-cmn-Hans-CN",
        "zh-yue-HK",
        "abc-def-ghi-jkl-Latn-419",
        "sl-rozaj-biske-1994",
        "de-CH-1901",
        "de-1996",
        "es-419",
        "sr-Latn-RS",
        "en-a-bbb-x-a-ccc",
        "de-DE-u-co-phonebk",
        "en-u-ca-gregory-nu-latn",
        "und-Cyrl-t-und-latn-m0-ungegn-2007",
        "de-x-goethe",
        "qaa-Qaaa-QM-x-southern",
        "root",
        "abcde",
        "abcdefgh",
        "ja-JP-x-lvariant-JP",
        "en-1-ab",
        "de-DE-u-attrib"
      })
  void takesEveryWellFormedLanguageTag(String text) {
    assertTrue(accepts("bcp47", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e",
        "en_US",
        "en-",
        "-en",
        "en--US",
        "x",
        "x-",
        "x-abcdefghi",
        "i-pirate",
        "i",
        "abcdefghi",
        "en-a",
        "en-a-x-b",
        "en-a-bb-a-cc",
        "en-x",
        "en-US-GB",
        "en-US-oed",
        "en-Latn-Cyrl",
        "abcd-efg",
        "zh-abc-def-ghi-jkl",
        "de-419-DE",
        "12",
        "1en",
        "en-\u00fcs",
        "\u212ao",
        "en US",
        "en-US\n",
        "sgn-FR-BE",
        "de-DE-1"
      })
  void rejectsMalformedLanguageTags(String text) {
    assertFalse(accepts("bcp47", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/Coyhaique",
        "America/Argentina/Buenos_Aires",
        "Europe/Kyiv",
        "Europe/Kiev",
        "Asia/Calcutta",
        "EST",
        "HST",
        "MST",
        "ROC",
        "EST5EDT",
        "GMT+0",
        "GMT-0",
        "GMT0",
        "Etc/GMT+12",
        "Factory",
        "UTC",
        "Zulu"
      })
  void takesEveryNameOfTheTimeZoneDatabase(String text) {
    assertTrue(accepts("iana-timezone", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SystemV/EST5EDT",
        "SystemV/AST4",
        "CET+1",
        "+02:00",
        "GMT+1",
        "UTC+1",
        "Z",
        "Mars/Olympus",
        "europe/berlin",
        "posix/Europe/Berlin",
        "localtime",
        "#",
        ""
      })
  void rejectsOtherTimeZones(String text) {
    assertFalse(accepts("iana-timezone", text));
  }

  @Test
  void theListOfTimeZonesIsSortedAndNoOlderThanTheOneOfTheJvm() throws IOException {
    List<String> lines = lines("time-zones.txt");
    List<String> names = lines.subList(1, lines.size());
    String release = lines.get(0).replaceFirst(".*release (\\d{4}[a-z]),.*", "$1");

    assertTrue(release.matches("\\d{4}[a-z]"), lines.get(0));
    assertEquals(List.copyOf(new TreeSet<>(names)), names);
    assertTrue(names.size() > 590, () -> names.size() + " names");
    TreeSet<String> missing = new TreeSet<>(ZoneId.getAvailableZoneIds());
    names.forEach(missing::remove);
    missing.removeIf(name -> name.startsWith("SystemV/"));
    boolean isOlder = release.compareTo(ZoneRulesProvider.getVersions("UTC").lastKey()) < 0;
    assertTrue(missing.isEmpty() || isOlder, missing::toString);
  }

  private static List<String> lines(String resource) throws IOException {
    InputStream in = FormatsTest.class.getResourceAsStream(resource);
    assertTrue(in != null, resource);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "https://intranet/a.png",
        "http://my_host:8080/a.png",
        "https://user@my_host/",
        "https://b\u00fccher.example/a.png",
        "https://[::1]/a.png"
      })
  void takesUrlsOfAnyHost(String text) {
    assertTrue(accepts("http-url", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://",
        "https:///a",
        "https://:80/",
        "https://a@/",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "https:example.com",
        "//example.com",
        "https://exa mple.com"
      })
  void rejectsUrlsWithoutHost(String text) {
    assertFalse(accepts("http-url", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "bcp47", "iana-timezone", "date-time", "http-url"})
  void endsSoonWhateverTheTextIs(String format) {
    String time = "2026-11-26T09:30:00.";
    for (String unit : List.of("a", "@", "a-", "-", ".", "\"", "\\", "1", "\u00fc", "a@", "a.")) {
      String text = unit.repeat(200_000);
      assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () -> {
            for (String start : List.of("", time, "https://", "a@", "\"", "x-", "en-a-")) {
              accepts(format, start + text);
              accepts(format, start + text + " ");
            }
          });
    }
  }
}
