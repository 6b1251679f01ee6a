package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

  private static final NodePath HERE = new NodePath(PathType.JSON_POINTER);

  @Test
  void spellsPlaces() {
    NodePath token = HERE.append("settings").append("device_tokens").append(2);

    assertEquals("settings.device_tokens[2]", FieldPath.of("", token));
    assertEquals("a.settings.device_tokens[2]", FieldPath.of("a", token));
    assertEquals("body", FieldPath.of("", HERE));
    assertEquals("a", FieldPath.of("a", HERE));
    assertEquals("body[0][1]", FieldPath.of("", HERE.append(0).append(1)));
    assertEquals("body[0].x", FieldPath.of("", HERE.append(0).append("x")));
    assertEquals("x", FieldPath.child("body", "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "device_tokens", "_x", "X-1", "abcdefghijklmnopqrstuvwxyz_12345"})
  void tellsPlainNames(String key) {
    assertEquals("settings." + key, FieldPath.child("settings", key));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a.b",
        "a[0]",
        "1a",
        "-a",
        "\u00fc",
        "a\n",
        "sk_live",
        "SK_live",
        "pk_live",
        "abcdefghijklmnopqrstuvwxyz_123456",
        "fMEP0vJqS0:APA91bHqX"
      })
  void hidesOddKeys(@Nullable String key) {
    assertEquals("settings.?", FieldPath.child("settings", key));
  }

  @Test
  void hidesOddKeysWithinAPath() {
    NodePath place = HERE.append("a b").append("sk_1").append(3).append("x");

    assertEquals("?.?[3].x", FieldPath.of("", place));
  }
}
