package com.notiflows.server.changes;

import com.notiflows.server.model.Hash;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A change and its hash, which depends on all changes before it. Written as position, colon and 64
 * hexadecimal digits.
 */
public record Anchor(long position, Hash hash) {

  /** Reads what {@link #toString} writes; empty if it is something else. */
  public static Optional<Anchor> of(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      byte[] hash = HexFormat.of().parseHex(parts[1]);
      return Optional.of(new Anchor(Long.parseLong(parts[0]), Hash.of(hash)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the caller reports the text
    }
  }

  @Override
  public String toString() {
    return position + ":" + HexFormat.of().formatHex(hash.bytes());
  }
}
