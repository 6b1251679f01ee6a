package com.notiflows.server.spec;

import com.github.f4b6a3.ulid.Ulid;
import java.util.UUID;

/** Ids of the server, which are accepted as UUID and as ULID with the same 128 bits. */
public final class Identifiers {

  private static final int ULID_LENGTH = 26;

  private Identifiers() {}

  /**
   * Parses a UUID or a ULID.
   *
   * @param text must match the pattern of {@code channel_id} in the spec
   */
  public static UUID toUuid(String text) {
    return text.length() == ULID_LENGTH ? Ulid.from(text).toUuid() : UUID.fromString(text);
  }
}
