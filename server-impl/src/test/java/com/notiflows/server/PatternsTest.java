package com.notiflows.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Main;
import com.notiflows.server.testing.SmallStack;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code java.util.regex} pattern of the server, with the longest text that it accepts and
 * with such a text that it rejects at its end. A new pattern needs an entry in the table.
 */
class PatternsTest {

  /** More than a request has room for. Where code limits the length before, the limit is used. */
  private static final int MANY = 1_000_000;

  private static final Map<String, String> LONGEST_ACCEPTED =
      Map.ofEntries(
          Map.entry("channels.ChannelService.HANDLE", "a".repeat(64)),
          Map.entry("http.EntityTags.TAG", "W/\"" + "x".repeat(MANY) + "\""),
          Map.entry("http.WireRequest.REQUEST_ID_FORM", "a".repeat(128)),
          Map.entry("http.body.CheckedBodyReader.DIGITS", "0".repeat(MANY)),
          Map.entry("http.filter.AcceptFilter.NO_QUALITY", "0.000"),
          Map.entry("http.filter.CorsFilter.HEADER_NAMES", "x-a, b,".repeat(MANY) + "c"),
          Map.entry(
              "projects.RsaKeys.PEM",
              "-----BEGIN A-----" + "A \n".repeat(MANY) + "-----END A-----"),
          Map.entry("projects.SigningKeyService.KID", "~".repeat(128)),
          Map.entry("spec.FieldPath.PLAIN_NAME", "a".repeat(32)),
          Map.entry("spec.FieldPath.SECRET", "sk_" + "a".repeat(MANY)),
          Map.entry("app.RawTarget.AUTHORITY", "a".repeat(255) + ":65535"),
          Map.entry("spec.DateTimes.BASIC", "20261101T000000." + "0".repeat(MANY) + "+00:00"),
          Map.entry(
              "spec.DateTimes.EXTENDED", "2026-11-01T00:00:00." + "0".repeat(MANY) + "+00:00"),
          Map.entry("spec.LinearPattern.ESCAPE", "\\u0020"),
          Map.entry("spec.Operation$Parameter.DIGITS", "9".repeat(9)),
          Map.entry("spec.PublicAddress.IPV4", "255.255.255.255"),
          Map.entry("spec.PublicAddress.NAME", "a.".repeat(MANY) + "a".repeat(63)),
          Map.entry("spec.PublicAddress.NUMBER_LIKE", "1.".repeat(MANY) + "1"));

  private static Map<String, Pattern> patterns() {
    Map<String, Pattern> patterns = new TreeMap<>();
    new ClassFileImporter()
        .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation()).stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getRawType().isEquivalentTo(Pattern.class))
            .forEach(field -> patterns.put(name(field), value(field)));
    return patterns;
  }

  private static String name(JavaField field) {
    String owner = field.getOwner().getName().replace("com.notiflows.server.", "");
    return owner + "." + field.getName();
  }

  private static Pattern value(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      return (Pattern) reflected.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void thisTableHasEveryPattern() {
    assertEquals(new TreeSet<>(LONGEST_ACCEPTED.keySet()), new TreeSet<>(patterns().keySet()));
  }

  private static Iterable<Map.Entry<String, Pattern>> entries() {
    return patterns().entrySet();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void stackAndTimeDoNotGrowWithTheText(Map.Entry<String, Pattern> entry) {
    String accepted = LONGEST_ACCEPTED.getOrDefault(entry.getKey(), "");
    String most = accepted.length() < 1000 ? accepted.repeat(10_000) : accepted;
    SmallStack.run(
        entry.getKey(),
        () -> {
          assertTrue(entry.getValue().matcher(accepted).matches(), "accepts");
          assertFalse(entry.getValue().matcher(accepted + "\n").matches(), "rejects");
          assertEquals(
              most.equals(accepted), entry.getValue().matcher(most).matches(), "much longer");
        });
  }
}
