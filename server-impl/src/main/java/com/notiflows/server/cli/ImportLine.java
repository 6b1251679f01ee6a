package com.notiflows.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of an import.
 *
 * @param channel the handle of the channel
 */
record ImportLine(String externalId, String channel, JsonNode settings) {

  private static final Set<String> FIELDS = Set.of("channel", "settings", "user_id");

  /** A line is no settings. What says why never quotes it, since it may hold tokens. */
  static final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String why;

    BadLineException(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /**
   * Reads a line.
   *
   * @throws BadLineException if it can't be one
   */
  static ImportLine read(StrictJson json, byte[] text) throws BadLineException {
    JsonNode line = json(json, text);
    Set<String> names = new TreeSet<>();
    line.fieldNames().forEachRemaining(names::add);
    boolean isWhole =
        names.equals(FIELDS)
            && line.path("user_id").isTextual()
            && line.path("channel").isTextual()
            && line.path("settings").isObject();
    if (!isWhole) {
      throw new BadLineException("needs user_id, channel and settings, and nothing else");
    }
    return new ImportLine(
        line.path("user_id").textValue(), line.path("channel").textValue(), line.path("settings"));
  }

  private static JsonNode json(StrictJson json, byte[] text) throws BadLineException {
    try {
      return json.read(text);
    } catch (InvalidJsonException e) {
      throw new BadLineException(e.problem());
    }
  }

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "ImportLine[externalId=" + externalId + ", channel=" + channel + "]";
  }
}
