package com.notiflows.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Main;
import com.notiflows.server.testing.SmallStack;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Matches every {@code java.util.regex} pattern constant (and predicate made from one) against the
 * longest text that it accepts, and against the same text with a suffix that it rejects. A new
 * constant needs an entry in the table.
 */
class PatternsTest {

  /** Longer than any request. Patterns that follow a length check have that length instead. */
  private static final int MANY = 1_000_000;

  private static final Map<String, String> LONGEST_ACCEPTED =
      Map.ofEntries(
          Map.entry("channels.ChannelService.HANDLE", "a".repeat(64)),
          Map.entry("http.EntityTags.TAG", "W/\"" + "x".repeat(MANY) + "\""),
          Map.entry("http.WireRequest.REQUEST_ID_FORM", "a".repeat(128)),
          Map.entry("http.body.CheckedBodyReader.DIGITS", "0".repeat(MANY)),
          Map.entry("http.filter.AcceptFilter.NO_QUALITY", "0.000"),
          Map.entry("http.filter.CorsFilter.HEADER_NAMES", "x-a, b,".repeat(MANY) + "c"),
          Map.entry("config.RateSettings.RATE", "a".repeat(30) + "=999999999/60s"),
          Map.entry("persistence.CachedSql.CACHEABLE_TEST", "a".repeat(MANY) + " != null"),
          Map.entry("persistence.CachedSqlSource.ELEMENT", "__frch_" + "a".repeat(MANY) + "_0.a"),
          Map.entry(
              "persistence.JdbcUrl.WITH_SERVER", "jdbc:mysql:replication://" + "a".repeat(MANY)),
          Map.entry("persistence.SchemaStep.CONTRACT", "contract since 1 " + "a".repeat(MANY)),
          Map.entry("persistence.SchemaStep.EXPAND", "expand " + "a".repeat(MANY)),
          Map.entry(
              "projects.RsaKeys.PEM",
              "-----BEGIN A-----" + "A \n".repeat(MANY) + "-----END A-----"),
          Map.entry("projects.SigningKeyService.KID", "~".repeat(128)),
          Map.entry("spec.FieldPath.PLAIN_NAME", "a".repeat(32)),
          Map.entry("spec.FieldPath.SECRET", "sk_" + "a".repeat(MANY)),
          Map.entry("app.RawTarget.AUTHORITY", "a".repeat(255) + ":65535"),
          Map.entry("formats.DateTimes.BASIC", "20261101T000000." + "0".repeat(MANY) + "+00:00"),
          Map.entry(
              "formats.DateTimes.EXTENDED", "2026-11-01T00:00:00." + "0".repeat(MANY) + "+00:00"),
          Map.entry("formats.EmailAddress.ATOM", "a".repeat(MANY)),
          Map.entry("formats.EmailAddress.DIGITS", "0".repeat(MANY)),
          Map.entry("formats.EmailAddress.LABEL", "a".repeat(63)),
          Map.entry("formats.EmailAddress.LITERAL", "[" + ":".repeat(60) + "]"),
          Map.entry("formats.EmailAddress.QUOTED", "\"" + "a\\\"".repeat(MANY) + "\""),
          Map.entry("formats.Formats.NAMED_HOST", "a".repeat(MANY) + "@b:" + "1".repeat(MANY)),
          Map.entry("formats.LanguageTag.EXTENDED_LANGUAGE", "aaa"),
          Map.entry("formats.LanguageTag.EXTENSION", "a".repeat(8)),
          Map.entry("formats.LanguageTag.LANGUAGE", "a".repeat(8)),
          Map.entry("formats.LanguageTag.PRIVATE_USE", "a".repeat(8)),
          Map.entry("formats.LanguageTag.REGION", "000"),
          Map.entry("formats.LanguageTag.SCRIPT", "aaaa"),
          Map.entry("formats.LanguageTag.SHORT_LANGUAGE", "aaa"),
          Map.entry("formats.LanguageTag.SINGLETON", "a"),
          Map.entry("formats.LanguageTag.VARIANT", "a".repeat(8)),
          Map.entry("spec.Operation$Parameter.DIGITS", "9".repeat(9)),
          Map.entry("formats.PublicAddress.IPV4", "255.255.255.255"),
          Map.entry("formats.PublicAddress.NAME", "a.".repeat(MANY) + "a".repeat(63)),
          Map.entry("formats.PublicAddress.NUMBER_LIKE", "1.".repeat(MANY) + "1"));

  private static Map<String, Predicate<String>> patterns() {
    Map<String, Predicate<String>> patterns = new TreeMap<>();
    new ClassFileImporter()
        .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation()).stream()
            .flatMap(type -> type.getFields().stream())
            .filter(PatternsTest::isConstant)
            .forEach(field -> patterns.put(name(field), value(field)));
    return patterns;
  }

  private static boolean isConstant(JavaField field) {
    boolean isOfText =
        field.getRawType().isEquivalentTo(Pattern.class)
            || field.getRawType().isEquivalentTo(Predicate.class);
    return isOfText && field.getModifiers().contains(JavaModifier.STATIC);
  }

  private static String name(JavaField field) {
    String owner = field.getOwner().getName().replace("com.notiflows.server.", "");
    return owner + "." + field.getName();
  }

  @SuppressWarnings("unchecked") // all predicates are for strings
  private static Predicate<String> value(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      return reflected.get(null) instanceof Pattern pattern
          ? pattern.asMatchPredicate()
          : (Predicate<String>) reflected.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyPatternConstantIsListed() {
    assertEquals(new TreeSet<>(LONGEST_ACCEPTED.keySet()), new TreeSet<>(patterns().keySet()));
  }

  private static Iterable<Map.Entry<String, Predicate<String>>> entries() {
    return patterns().entrySet();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void stackAndTimeStayBoundedForLongText(Map.Entry<String, Predicate<String>> entry) {
    String accepted = LONGEST_ACCEPTED.getOrDefault(entry.getKey(), "");
    String most = accepted.length() < 1000 ? accepted.repeat(10_000) : accepted;
    SmallStack.run(
        entry.getKey(),
        () -> {
          assertTrue(entry.getValue().test(accepted), "accepts");
          assertFalse(entry.getValue().test(accepted + "\n@"), "rejects");
          assertEquals(most.equals(accepted), entry.getValue().test(most), "much longer");
        });
  }
}
