package com.notiflows.server.spec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One segment of a request target. A {@code ;} has no special meaning.
 *
 * @param raw as received
 * @param text decoded; empty if an escape is broken or the bytes are not UTF-8
 */
public record PathSegment(String raw, Optional<String> text) {

  /**
   * Containers replace raw bytes that are not UTF-8 with this character. It is valid as an escape.
   */
  private static final char UNREADABLE = '\uFFFD';

  /** The segments of an absolute path; {@code /a/b} has two, {@code /a/} has an empty second. */
  public static List<PathSegment> split(String path) {
    List<PathSegment> segments = new ArrayList<>();
    String rest = path.startsWith("/") ? path.substring(1) : path;
    for (String raw : rest.split("/", -1)) {
      segments.add(new PathSegment(raw, decode(raw)));
    }
    return segments;
  }

  /** Whether the decoded text equals the literal. */
  boolean is(String literal) {
    return text.isPresent() && text.get().equals(literal);
  }

  /** Decodes percent escapes as UTF-8; empty if they are invalid. */
  public static Optional<String> decode(String raw) {
    if (raw.indexOf(UNREADABLE) >= 0) {
      return Optional.empty();
    }
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      decoded.write(high * 16 + low);
      i += 2;
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(decoded.toByteArray());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty(); // the caller answers 400 for it
    }
  }

  /** Escapes all characters except ASCII letters, digits, {@code -}, {@code _} and {@code ~}. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '~');
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 0xF));
      }
    }
    return encoded.toString();
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}
