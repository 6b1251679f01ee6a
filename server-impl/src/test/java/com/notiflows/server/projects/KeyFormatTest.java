package com.notiflows.server.projects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.projects.KeyService.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of keys, as SECURITY.md documents it for secret scanners. */
class KeyFormatTest {

  /** The checksum is that of Python's {@code zlib.crc32}. */
  private static final String EXAMPLE = "sk_example5f44ec1f";

  /** The documented expression for keys of a kind. */
  private static Pattern documented(Kind kind) throws IOException {
    List<String> found =
        Pattern.compile("`(" + kind.prefix() + "\\S+)`")
            .matcher(Files.readString(Path.of("../SECURITY.md")))
            .results()
            .map((MatchResult result) -> result.group(1))
            .filter(text -> text.contains("["))
            .toList();
    assertEquals(1, found.size(), () -> "expressions: " + found);
    return Pattern.compile(found.get(0));
  }

  @ParameterizedTest
  @EnumSource
  void newKeysMatchTheDocumentedExpression(Kind kind) throws IOException {
    Pattern pattern = documented(kind);
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String key = KeyFormat.newKey(kind);
      assertTrue(pattern.matcher(key).matches(), key);
      assertTrue(KeyFormat.accepts(kind, key), key);
      keys.add(key);
    }
    assertEquals(1_000, keys.size());
    assertFalse(pattern.matcher(kind.prefix() + "demo_notiflows").find(), "keys of the demo");
  }

  @Test
  void secretsHave256RandomBits() {
    assertEquals("sk_".length() + 256 / 4 + 8, KeyFormat.newKey(Kind.SECRET).length());
  }

  @Test
  void checksumIsCrc32OfAllBeforeIt() {
    assertEquals(EXAMPLE, KeyFormat.complete("sk_example"));
    assertTrue(KeyFormat.accepts(Kind.SECRET, EXAMPLE));
    assertFalse(KeyFormat.accepts(Kind.PUBLIC, EXAMPLE), "of the other kind");
  }

  @ParameterizedTest
  @EnumSource
  void noticesEveryTypingError(Kind kind) {
    String key = KeyFormat.newKey(kind);
    for (int i = 0; i < key.length(); i++) {
      char wrong = key.charAt(i) == '7' ? '1' : '7';
      String before = key.substring(0, i);
      String after = key.substring(i + 1);
      assertFalse(KeyFormat.accepts(kind, before), "cut off at " + i);
      assertFalse(KeyFormat.accepts(kind, before + after), "without " + i);
      assertFalse(KeyFormat.accepts(kind, before + wrong + after), "changed at " + i);
      assertFalse(KeyFormat.accepts(kind, before + wrong + key.substring(i)), "added at " + i);
    }
    assertFalse(KeyFormat.accepts(kind, key + key), "twice");
    assertFalse(KeyFormat.accepts(kind, key + "," + key), "header sent twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "sk_", "sk_0", "sk_00000000", "sk_demo", " sk_demo_notiflows", "\u00fc"})
  void rejectsShortAndForeignTexts(String text) {
    assertFalse(KeyFormat.accepts(Kind.SECRET, text));
  }

  @Test
  void keysOfTheDemoNeedNoChecksum() {
    assertTrue(KeyFormat.accepts(Kind.SECRET, "sk_demo_notiflows"));
    assertTrue(KeyFormat.accepts(Kind.PUBLIC, "pk_demo_notiflows"));
    assertFalse(KeyFormat.accepts(Kind.PUBLIC, "sk_demo_notiflows"));
  }
}
