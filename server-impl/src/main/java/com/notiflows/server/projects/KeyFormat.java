package com.notiflows.server.projects;

import com.notiflows.server.projects.KeyService.Kind;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The text of keys: the prefix of the kind, random hexadecimal digits, and the CRC-32 of both as
 * eight hexadecimal digits. SECURITY.md documents it for secret scanners.
 */
public final class KeyFormat {

  private static final int CHECKSUM_LENGTH = 8;

  /** Follows the prefix of keys of the demo, which are public and have no checksum. */
  private static final String DEMO = "demo_";

  private static final SecureRandom RANDOM = new SecureRandom();

  private KeyFormat() {}

  /** A new key. */
  static String newKey(Kind kind) {
    byte[] random = new byte[kind.randomBytes()];
    RANDOM.nextBytes(random);
    return complete(kind.prefix() + HexFormat.of().formatHex(random));
  }

  /** Appends the checksum to the start of a key. */
  public static String complete(String start) {
    CRC32 checksum = new CRC32();
    checksum.update(start.getBytes(StandardCharsets.UTF_8));
    return start + HexFormat.of().toHexDigits(checksum.getValue(), CHECKSUM_LENGTH);
  }

  /** Whether a text can be a key of that kind. If not, it is mistyped or cut off. */
  static boolean accepts(Kind kind, String text) {
    return text.startsWith(kind.prefix())
        && (text.startsWith(DEMO, kind.prefix().length()) || hasChecksum(text));
  }

  private static boolean hasChecksum(String text) {
    int end = text.length() - CHECKSUM_LENGTH;
    return end > 0 && complete(text.substring(0, end)).equals(text);
  }
}
