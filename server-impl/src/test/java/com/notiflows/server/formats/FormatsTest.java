package com.notiflows.server.formats;

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

/** Accepted and rejected values of each format. */
class FormatsTest {

  private static boolean accepts(String format, String text) {
    return Formats.all().stream()
        .filter(each -> each.getName().equals(format))
        .findFirst()
        .orElseThrow()
        .matches(null, text);
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
  void acceptsEveryNameOfTheTimeZoneDatabase(String text) {
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
  void listOfTimeZonesIsSortedAndAtLeastAsNewAsThatOfTheJvm() throws IOException {
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
  void acceptsUrlsWithAnyHost(String text) {
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
  void rejectsInvalidUrls(String text) {
    assertFalse(accepts("http-url", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "bcp47", "iana-timezone", "date-time", "http-url"})
  void checksLongTextInBoundedTime(String format) {
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
