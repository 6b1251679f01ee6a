package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

  @Test
  void formatsPaths() {
    assertEquals("body", FieldPath.of(""));
    assertEquals("a", FieldPath.of("a"));
    assertEquals("x", FieldPath.child("", "x"));
    assertEquals("body[0]", FieldPath.entry("", 0));
    assertEquals("body[0][1]", FieldPath.entry(FieldPath.entry("", 0), 1));
    assertEquals("body[0].x", FieldPath.child(FieldPath.entry("", 0), "x"));
    assertEquals("settings.device_tokens", FieldPath.child("settings", "device_tokens"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "device_tokens", "_x", "X-1", "abcdefghijklmnopqrstuvwxyz_12345"})
  void showsPlainNames(String key) {
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
  void hidesOtherKeys(@Nullable String key) {
    assertEquals("settings.?", FieldPath.child("settings", key));
  }
}
